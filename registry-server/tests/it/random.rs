//! A small random generator whose seed tests print, so that a failure can be repeated with `SEED`.

/// xorshift64*: good enough to choose places of damage.
pub(crate) struct Random {
    pub(crate) seed: u64,
    state: u64,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1 }
    }

    /// Seeded by `SEED`, otherwise by a fixed number.
    pub(crate) fn chosen() -> Self {
        let chosen = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
        Self::new(chosen.unwrap_or(1))
    }

    /// A number from 0 to `bound - 1`.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16) % bound
    }
}
