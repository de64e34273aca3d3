import java.io.File;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;

/** Validates XML documents against a schema: `java Validate.java SCHEMA DOCUMENT…`; the exit code is 1 if one is refused. */
public final class Validate {
    public static void main(String[] args) throws Exception {
        Schema schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(new File(args[0]));
        boolean refused = false;
        for (int index = 1; index < args.length; index++) {
            try {
                schema.newValidator().validate(new StreamSource(new File(args[index])));
                System.out.println("valid " + args[index]);
            } catch (org.xml.sax.SAXException reason) {
                System.out.println("refused " + args[index] + ": " + reason.getMessage());
                refused = true;
            }
        }
        System.exit(refused ? 1 : 0);
    }
}
