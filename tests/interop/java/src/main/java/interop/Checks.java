package interop;

/** Every check of the Java clients, in order; the exit code is 0 only if none failed. */
public final class Checks {
    private Checks() {}

    public static void main(String[] arguments) {
        Harness harness = new Harness(System.getenv("CONCORD_REGISTRY"));
        RegistryChecks.declare(harness);
        FlinkChecks.declare(harness);
        System.exit(harness.runAll() ? 0 : 1);
    }
}
