//! Countries, currencies and account number lengths; each table is sorted, so that a look-up is a binary search.
//!
//! Sources: ISO 3166-1, ISO 4217 list one (funds and metals without minor units left out), SWIFT's IBAN registry.

/// Alpha-2 and alpha-3 codes of ISO 3166-1, sorted by alpha-2.
#[rustfmt::skip]
pub(super) const COUNTRIES: [(&[u8; 2], &[u8; 3]); 249] = [
    (b"AD", b"AND"), (b"AE", b"ARE"), (b"AF", b"AFG"), (b"AG", b"ATG"), (b"AI", b"AIA"), (b"AL", b"ALB"),
    (b"AM", b"ARM"), (b"AO", b"AGO"), (b"AQ", b"ATA"), (b"AR", b"ARG"), (b"AS", b"ASM"), (b"AT", b"AUT"),
    (b"AU", b"AUS"), (b"AW", b"ABW"), (b"AX", b"ALA"), (b"AZ", b"AZE"), (b"BA", b"BIH"), (b"BB", b"BRB"),
    (b"BD", b"BGD"), (b"BE", b"BEL"), (b"BF", b"BFA"), (b"BG", b"BGR"), (b"BH", b"BHR"), (b"BI", b"BDI"),
    (b"BJ", b"BEN"), (b"BL", b"BLM"), (b"BM", b"BMU"), (b"BN", b"BRN"), (b"BO", b"BOL"), (b"BQ", b"BES"),
    (b"BR", b"BRA"), (b"BS", b"BHS"), (b"BT", b"BTN"), (b"BV", b"BVT"), (b"BW", b"BWA"), (b"BY", b"BLR"),
    (b"BZ", b"BLZ"), (b"CA", b"CAN"), (b"CC", b"CCK"), (b"CD", b"COD"), (b"CF", b"CAF"), (b"CG", b"COG"),
    (b"CH", b"CHE"), (b"CI", b"CIV"), (b"CK", b"COK"), (b"CL", b"CHL"), (b"CM", b"CMR"), (b"CN", b"CHN"),
    (b"CO", b"COL"), (b"CR", b"CRI"), (b"CU", b"CUB"), (b"CV", b"CPV"), (b"CW", b"CUW"), (b"CX", b"CXR"),
    (b"CY", b"CYP"), (b"CZ", b"CZE"), (b"DE", b"DEU"), (b"DJ", b"DJI"), (b"DK", b"DNK"), (b"DM", b"DMA"),
    (b"DO", b"DOM"), (b"DZ", b"DZA"), (b"EC", b"ECU"), (b"EE", b"EST"), (b"EG", b"EGY"), (b"EH", b"ESH"),
    (b"ER", b"ERI"), (b"ES", b"ESP"), (b"ET", b"ETH"), (b"FI", b"FIN"), (b"FJ", b"FJI"), (b"FK", b"FLK"),
    (b"FM", b"FSM"), (b"FO", b"FRO"), (b"FR", b"FRA"), (b"GA", b"GAB"), (b"GB", b"GBR"), (b"GD", b"GRD"),
    (b"GE", b"GEO"), (b"GF", b"GUF"), (b"GG", b"GGY"), (b"GH", b"GHA"), (b"GI", b"GIB"), (b"GL", b"GRL"),
    (b"GM", b"GMB"), (b"GN", b"GIN"), (b"GP", b"GLP"), (b"GQ", b"GNQ"), (b"GR", b"GRC"), (b"GS", b"SGS"),
    (b"GT", b"GTM"), (b"GU", b"GUM"), (b"GW", b"GNB"), (b"GY", b"GUY"), (b"HK", b"HKG"), (b"HM", b"HMD"),
    (b"HN", b"HND"), (b"HR", b"HRV"), (b"HT", b"HTI"), (b"HU", b"HUN"), (b"ID", b"IDN"), (b"IE", b"IRL"),
    (b"IL", b"ISR"), (b"IM", b"IMN"), (b"IN", b"IND"), (b"IO", b"IOT"), (b"IQ", b"IRQ"), (b"IR", b"IRN"),
    (b"IS", b"ISL"), (b"IT", b"ITA"), (b"JE", b"JEY"), (b"JM", b"JAM"), (b"JO", b"JOR"), (b"JP", b"JPN"),
    (b"KE", b"KEN"), (b"KG", b"KGZ"), (b"KH", b"KHM"), (b"KI", b"KIR"), (b"KM", b"COM"), (b"KN", b"KNA"),
    (b"KP", b"PRK"), (b"KR", b"KOR"), (b"KW", b"KWT"), (b"KY", b"CYM"), (b"KZ", b"KAZ"), (b"LA", b"LAO"),
    (b"LB", b"LBN"), (b"LC", b"LCA"), (b"LI", b"LIE"), (b"LK", b"LKA"), (b"LR", b"LBR"), (b"LS", b"LSO"),
    (b"LT", b"LTU"), (b"LU", b"LUX"), (b"LV", b"LVA"), (b"LY", b"LBY"), (b"MA", b"MAR"), (b"MC", b"MCO"),
    (b"MD", b"MDA"), (b"ME", b"MNE"), (b"MF", b"MAF"), (b"MG", b"MDG"), (b"MH", b"MHL"), (b"MK", b"MKD"),
    (b"ML", b"MLI"), (b"MM", b"MMR"), (b"MN", b"MNG"), (b"MO", b"MAC"), (b"MP", b"MNP"), (b"MQ", b"MTQ"),
    (b"MR", b"MRT"), (b"MS", b"MSR"), (b"MT", b"MLT"), (b"MU", b"MUS"), (b"MV", b"MDV"), (b"MW", b"MWI"),
    (b"MX", b"MEX"), (b"MY", b"MYS"), (b"MZ", b"MOZ"), (b"NA", b"NAM"), (b"NC", b"NCL"), (b"NE", b"NER"),
    (b"NF", b"NFK"), (b"NG", b"NGA"), (b"NI", b"NIC"), (b"NL", b"NLD"), (b"NO", b"NOR"), (b"NP", b"NPL"),
    (b"NR", b"NRU"), (b"NU", b"NIU"), (b"NZ", b"NZL"), (b"OM", b"OMN"), (b"PA", b"PAN"), (b"PE", b"PER"),
    (b"PF", b"PYF"), (b"PG", b"PNG"), (b"PH", b"PHL"), (b"PK", b"PAK"), (b"PL", b"POL"), (b"PM", b"SPM"),
    (b"PN", b"PCN"), (b"PR", b"PRI"), (b"PS", b"PSE"), (b"PT", b"PRT"), (b"PW", b"PLW"), (b"PY", b"PRY"),
    (b"QA", b"QAT"), (b"RE", b"REU"), (b"RO", b"ROU"), (b"RS", b"SRB"), (b"RU", b"RUS"), (b"RW", b"RWA"),
    (b"SA", b"SAU"), (b"SB", b"SLB"), (b"SC", b"SYC"), (b"SD", b"SDN"), (b"SE", b"SWE"), (b"SG", b"SGP"),
    (b"SH", b"SHN"), (b"SI", b"SVN"), (b"SJ", b"SJM"), (b"SK", b"SVK"), (b"SL", b"SLE"), (b"SM", b"SMR"),
    (b"SN", b"SEN"), (b"SO", b"SOM"), (b"SR", b"SUR"), (b"SS", b"SSD"), (b"ST", b"STP"), (b"SV", b"SLV"),
    (b"SX", b"SXM"), (b"SY", b"SYR"), (b"SZ", b"SWZ"), (b"TC", b"TCA"), (b"TD", b"TCD"), (b"TF", b"ATF"),
    (b"TG", b"TGO"), (b"TH", b"THA"), (b"TJ", b"TJK"), (b"TK", b"TKL"), (b"TL", b"TLS"), (b"TM", b"TKM"),
    (b"TN", b"TUN"), (b"TO", b"TON"), (b"TR", b"TUR"), (b"TT", b"TTO"), (b"TV", b"TUV"), (b"TW", b"TWN"),
    (b"TZ", b"TZA"), (b"UA", b"UKR"), (b"UG", b"UGA"), (b"UM", b"UMI"), (b"US", b"USA"), (b"UY", b"URY"),
    (b"UZ", b"UZB"), (b"VA", b"VAT"), (b"VC", b"VCT"), (b"VE", b"VEN"), (b"VG", b"VGB"), (b"VI", b"VIR"),
    (b"VN", b"VNM"), (b"VU", b"VUT"), (b"WF", b"WLF"), (b"WS", b"WSM"), (b"YE", b"YEM"), (b"YT", b"MYT"),
    (b"ZA", b"ZAF"), (b"ZM", b"ZMB"), (b"ZW", b"ZWE"),
];

/// Codes of ISO 4217 with their number of minor units.
#[rustfmt::skip]
pub(super) const CURRENCIES: [(&[u8; 3], u8); 165] = [
    (b"AED", 2), (b"AFN", 2), (b"ALL", 2), (b"AMD", 2), (b"AOA", 2), (b"ARS", 2), (b"AUD", 2), (b"AWG", 2),
    (b"AZN", 2), (b"BAM", 2), (b"BBD", 2), (b"BDT", 2), (b"BHD", 3), (b"BIF", 0), (b"BMD", 2), (b"BND", 2),
    (b"BOB", 2), (b"BOV", 2), (b"BRL", 2), (b"BSD", 2), (b"BTN", 2), (b"BWP", 2), (b"BYN", 2), (b"BZD", 2),
    (b"CAD", 2), (b"CDF", 2), (b"CHE", 2), (b"CHF", 2), (b"CHW", 2), (b"CLF", 4), (b"CLP", 0), (b"CNY", 2),
    (b"COP", 2), (b"COU", 2), (b"CRC", 2), (b"CUP", 2), (b"CVE", 2), (b"CZK", 2), (b"DJF", 0), (b"DKK", 2),
    (b"DOP", 2), (b"DZD", 2), (b"EGP", 2), (b"ERN", 2), (b"ETB", 2), (b"EUR", 2), (b"FJD", 2), (b"FKP", 2),
    (b"GBP", 2), (b"GEL", 2), (b"GHS", 2), (b"GIP", 2), (b"GMD", 2), (b"GNF", 0), (b"GTQ", 2), (b"GYD", 2),
    (b"HKD", 2), (b"HNL", 2), (b"HTG", 2), (b"HUF", 2), (b"IDR", 2), (b"ILS", 2), (b"INR", 2), (b"IQD", 3),
    (b"IRR", 2), (b"ISK", 0), (b"JMD", 2), (b"JOD", 3), (b"JPY", 0), (b"KES", 2), (b"KGS", 2), (b"KHR", 2),
    (b"KMF", 0), (b"KPW", 2), (b"KRW", 0), (b"KWD", 3), (b"KYD", 2), (b"KZT", 2), (b"LAK", 2), (b"LBP", 2),
    (b"LKR", 2), (b"LRD", 2), (b"LSL", 2), (b"LYD", 3), (b"MAD", 2), (b"MDL", 2), (b"MGA", 2), (b"MKD", 2),
    (b"MMK", 2), (b"MNT", 2), (b"MOP", 2), (b"MRU", 2), (b"MUR", 2), (b"MVR", 2), (b"MWK", 2), (b"MXN", 2),
    (b"MXV", 2), (b"MYR", 2), (b"MZN", 2), (b"NAD", 2), (b"NGN", 2), (b"NIO", 2), (b"NOK", 2), (b"NPR", 2),
    (b"NZD", 2), (b"OMR", 3), (b"PAB", 2), (b"PEN", 2), (b"PGK", 2), (b"PHP", 2), (b"PKR", 2), (b"PLN", 2),
    (b"PYG", 0), (b"QAR", 2), (b"RON", 2), (b"RSD", 2), (b"RUB", 2), (b"RWF", 0), (b"SAR", 2), (b"SBD", 2),
    (b"SCR", 2), (b"SDG", 2), (b"SEK", 2), (b"SGD", 2), (b"SHP", 2), (b"SLE", 2), (b"SOS", 2), (b"SRD", 2),
    (b"SSP", 2), (b"STN", 2), (b"SVC", 2), (b"SYP", 2), (b"SZL", 2), (b"THB", 2), (b"TJS", 2), (b"TMT", 2),
    (b"TND", 3), (b"TOP", 2), (b"TRY", 2), (b"TTD", 2), (b"TWD", 2), (b"TZS", 2), (b"UAH", 2), (b"UGX", 0),
    (b"USD", 2), (b"USN", 2), (b"UYI", 0), (b"UYU", 2), (b"UYW", 4), (b"UZS", 2), (b"VED", 2), (b"VES", 2),
    (b"VND", 0), (b"VUV", 0), (b"WST", 2), (b"XAD", 2), (b"XAF", 0), (b"XCD", 2), (b"XCG", 2), (b"XOF", 0), (b"XPF", 0),
    (b"YER", 2), (b"ZAR", 2), (b"ZMW", 2), (b"ZWG", 2),
];

/// Length of an IBAN by country.
#[rustfmt::skip]
pub(super) const IBAN_LENGTHS: [(&[u8; 2], usize); 89] = [
    (b"AD", 24), (b"AE", 23), (b"AL", 28), (b"AT", 20), (b"AZ", 28), (b"BA", 20), (b"BE", 16), (b"BG", 22),
    (b"BH", 22), (b"BI", 27), (b"BR", 29), (b"BY", 28), (b"CH", 21), (b"CR", 22), (b"CY", 28), (b"CZ", 24),
    (b"DE", 22), (b"DJ", 27), (b"DK", 18), (b"DO", 28), (b"EE", 20), (b"EG", 29), (b"ES", 24), (b"FI", 18),
    (b"FK", 18), (b"FO", 18), (b"FR", 27), (b"GB", 22), (b"GE", 22), (b"GI", 23), (b"GL", 18), (b"GR", 27),
    (b"GT", 28), (b"HN", 28), (b"HR", 21), (b"HU", 28), (b"IE", 22), (b"IL", 23), (b"IQ", 23), (b"IS", 26),
    (b"IT", 27), (b"JO", 30), (b"KW", 30), (b"KZ", 20), (b"LB", 28), (b"LC", 32), (b"LI", 21), (b"LT", 20),
    (b"LU", 20), (b"LV", 21), (b"LY", 25), (b"MC", 27), (b"MD", 24), (b"ME", 22), (b"MK", 19), (b"MN", 20),
    (b"MR", 27), (b"MT", 31), (b"MU", 30), (b"NI", 28), (b"NL", 18), (b"NO", 15), (b"OM", 23), (b"PK", 24),
    (b"PL", 28), (b"PS", 29), (b"PT", 25), (b"QA", 29), (b"RO", 24), (b"RS", 22), (b"RU", 33), (b"SA", 24),
    (b"SC", 31), (b"SD", 18), (b"SE", 24), (b"SI", 19), (b"SK", 24), (b"SM", 27), (b"SO", 23), (b"ST", 25),
    (b"SV", 28), (b"TL", 23), (b"TN", 24), (b"TR", 26), (b"UA", 29), (b"VA", 22), (b"VG", 24), (b"XK", 20),
    (b"YE", 30),
];

/// Codes of `A` to `Z` as bits of the last letter, by the letters before it: one load instead of a search.
pub(super) struct LetterBits<const ROWS: usize>([u32; ROWS]);

impl<const ROWS: usize> LetterBits<ROWS> {
    const fn add(&mut self, code: &[u8]) {
        let mut row = 0;
        let mut at = 0;
        while at + 1 < code.len() {
            row = row * 26 + (code[at] - b'A') as usize;
            at += 1;
        }
        self.0[row] |= 1 << (code[at] - b'A');
    }

    #[inline]
    pub(super) fn contains<const N: usize>(&self, code: &[u8; N]) -> bool {
        let (mut row, mut last) = (0usize, 0u8);
        for byte in code {
            row = row * 26 + usize::from(last);
            last = byte.wrapping_sub(b'A');
            if last >= 26 {
                return false;
            }
        }
        self.0.get(row).is_some_and(|bits| bits >> last & 1 == 1)
    }
}

pub(super) static COUNTRY_BITS: LetterBits<26> = {
    let mut bits = LetterBits([0; 26]);
    let mut at = 0;
    while at < COUNTRIES.len() {
        bits.add(COUNTRIES[at].0);
        at += 1;
    }
    bits
};

pub(super) static ALPHA_3_BITS: LetterBits<676> = {
    let mut bits = LetterBits([0; 676]);
    let mut at = 0;
    while at < COUNTRIES.len() {
        bits.add(COUNTRIES[at].1);
        at += 1;
    }
    bits
};

pub(super) static CURRENCY_BITS: LetterBits<676> = {
    let mut bits = LetterBits([0; 676]);
    let mut at = 0;
    while at < CURRENCIES.len() {
        bits.add(CURRENCIES[at].0);
        at += 1;
    }
    bits
};

/// Rows of a table that is sorted by codes, by the first two letters of these: the number of the first row that begins
/// with them, from one; zero for none.
pub(super) struct LetterRows([u8; 676]);

impl LetterRows {
    const fn add(&mut self, code: &[u8], row: usize) {
        let place = (code[0] - b'A') as usize * 26 + (code[1] - b'A') as usize;
        assert!(row < 255, "a row has a number of one byte");
        if self.0[place] == 0 {
            self.0[place] = row as u8 + 1;
        }
    }

    /// The first row that may have this code.
    #[inline]
    pub(super) fn first(&self, code: &[u8]) -> Option<usize> {
        let &[a, b, ..] = code else {
            return None;
        };
        let (a, b) = (a.wrapping_sub(b'A'), b.wrapping_sub(b'A'));
        if a >= 26 || b >= 26 {
            return None;
        }
        usize::from(self.0[usize::from(a) * 26 + usize::from(b)]).checked_sub(1)
    }
}

pub(super) static COUNTRY_ROWS: LetterRows = {
    let mut rows = LetterRows([0; 676]);
    let mut at = 0;
    while at < COUNTRIES.len() {
        rows.add(COUNTRIES[at].0, at);
        at += 1;
    }
    rows
};

pub(super) static CURRENCY_ROWS: LetterRows = {
    let mut rows = LetterRows([0; 676]);
    let mut at = 0;
    while at < CURRENCIES.len() {
        rows.add(CURRENCIES[at].0, at);
        at += 1;
    }
    rows
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_codes_are_upper_case() {
        assert!(COUNTRIES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(CURRENCIES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(IBAN_LENGTHS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(
            COUNTRIES
                .iter()
                .all(|(two, three)| { two.iter().chain(three.iter()).all(u8::is_ascii_uppercase) })
        );
        let is_country = |code: &[u8; 2]| COUNTRIES.iter().any(|row| row.0 == code);
        // Kosovo uses XK, which ISO leaves to users.
        assert!(IBAN_LENGTHS.iter().all(|(code, _)| is_country(code) || *code == b"XK"));
    }

    #[test]
    fn bits_hold_what_the_tables_hold_and_nothing_else() {
        let count = |bits: &[u32]| bits.iter().map(|row| row.count_ones() as usize).sum::<usize>();
        assert!(COUNTRIES.iter().all(|row| COUNTRY_BITS.contains(row.0)));
        assert!(COUNTRIES.iter().all(|row| ALPHA_3_BITS.contains(row.1)));
        assert!(CURRENCIES.iter().all(|row| CURRENCY_BITS.contains(row.0)));
        assert_eq!(count(&COUNTRY_BITS.0), COUNTRIES.len());
        assert_eq!(count(&ALPHA_3_BITS.0), COUNTRIES.len());
        assert_eq!(count(&CURRENCY_BITS.0), CURRENCIES.len());
    }

    #[test]
    fn every_code_has_its_row_and_what_is_no_code_has_none() {
        for (row, (code, three)) in COUNTRIES.iter().enumerate() {
            assert_eq!(COUNTRY_ROWS.first(&code[..]), Some(row));
            let text = std::str::from_utf8(&code[..]).unwrap();
            assert_eq!(crate::format::alpha_3(text).map(str::as_bytes), Some(&three[..]));
        }
        for (code, units) in CURRENCIES.iter() {
            let text = std::str::from_utf8(&code[..]).unwrap();
            assert_eq!(crate::format::minor_units(text), Some(*units));
        }
        for code in ["", "E", "EU", "eur", "E[R", "ZZZ", "EUZ", "XXZ", "EURO"] {
            assert_eq!(crate::format::minor_units(code), None, "{code}");
        }
        for code in ["", "D", "ZZ", "de", "D[", "DEU"] {
            assert_eq!(crate::format::alpha_3(code), None, "{code}");
        }
    }
}
