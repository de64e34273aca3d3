//! Certificates: whom we trust and what we show, from PEM and DER into the client's own types.

use super::connection::{Identity, Roots};
use super::error::ClientError;
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};

pub(super) fn config(roots: &Roots, identity: Option<&Identity>) -> Result<TlsConfig, ClientError> {
    let roots = match roots {
        Roots::Web => RootCerts::WebPki,
        Roots::Only(der) => {
            let certificates: Vec<_> =
                der.iter().map(|der| Certificate::from_der(der).to_owned()).collect();
            RootCerts::new_with_certs(&certificates)
        }
        Roots::Pem(text) => {
            RootCerts::new_with_certs(&certificates(text, "the file of authorities")?)
        }
    };
    let shown = match identity {
        None => None,
        Some(Identity { chain, key }) => {
            let chain = certificates(chain, "the client's certificate")?;
            let key = PrivateKey::from_pem(key)
                .map_err(|_| unusable("the client's key", "it holds no private key in PEM"))?;
            Some(ClientCert::new_with_certs(&chain, key))
        }
    };
    Ok(TlsConfig::builder().root_certs(roots).client_cert(shown).build())
}

fn certificates(text: &[u8], what: &str) -> Result<Vec<Certificate<'static>>, ClientError> {
    let mut found = Vec::new();
    for item in parse_pem(text) {
        match item {
            Ok(PemItem::Certificate(certificate)) => found.push(certificate),
            Ok(_) => {}
            Err(error) => return Err(unusable(what, &format!("it is no PEM: {error}"))),
        }
    }
    if found.is_empty() {
        return Err(unusable(what, "it holds no certificate in PEM"));
    }
    Ok(found)
}

fn unusable(what: &str, reason: &str) -> ClientError {
    ClientError::Certificate { what: what.to_owned(), reason: reason.to_owned() }
}
