//! Credentials, proxies and certificates: where they come from, where they go, and that nobody prints them.

use crate::stage::{Run, Stage};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

const NOT_FOUND: &str = "HTTP/1.1 404 Not Found\r\nContent-Type: application/vnd.schemaregistry.v1+json\r\nContent-Length: 60\r\nConnection: close\r\n\r\n{\"error_code\":40401,\"message\":\"Subject 'x-value' not found\"}";

/// A registry that has nothing, played through `answer`; what it hears comes through the receiver.
fn play(
    answer: impl Fn(TcpStream) -> Option<String> + Send + 'static,
) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (tell, heard) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            if let Some(request) = answer(stream.unwrap()) {
                let _ = tell.send(request);
            }
        }
    });
    (address, heard)
}

fn request_of(stream: &mut impl Read) -> Option<String> {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    while !request.ends_with(b"\r\n\r\n") {
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return None,
            Ok(length) => request.extend_from_slice(&chunk[..length]),
        }
    }
    Some(String::from_utf8(request).unwrap().to_lowercase())
}

fn plain(answer: String) -> (String, Receiver<String>) {
    play(move |mut stream| {
        let request = request_of(&mut stream)?;
        let _ = stream.write_all(answer.as_bytes());
        Some(request)
    })
}

/// Asks for a subject that is not there: exit code 2 means that a registry said so.
fn ask(stage: &Stage, url: &str, variables: &[(&str, &str)]) -> Run {
    stage.concord_with(&["pull", "x-value", "--registry", url], variables)
}

#[test]
fn a_netrc_file_names_who_we_are() {
    let (address, heard) = plain(NOT_FOUND.to_owned());
    let url = format!("http://{address}");
    let stage = Stage::new();
    stage.write(
        "secret/netrc",
        "# ours\nmachine elsewhere.example login no password no\nmachine 127.0.0.1\n  login me\n  password s3cret\n",
    );
    let path = stage.path().join("secret/netrc");
    let path = path.to_str().unwrap();
    let run = ask(&stage, &url, &[("CONCORD_NETRC", path)]);
    run.code(2).complains("x-value").complains("others may read it: chmod 600");
    assert!(!format!("{run}").contains("s3cret"), "{run}");
    // me:s3cret
    assert!(heard.recv().unwrap().contains("authorization: basic bwu6cznjcmv0"));

    // The variable of a pair wins; NETRC and ~/.netrc are read where nothing else is set.
    let pair = ("CONCORD_REGISTRY_AUTH", "me:secret");
    ask(&stage, &url, &[("NETRC", path), pair]).code(2);
    assert!(heard.recv().unwrap().contains("authorization: basic bwu6c2vjcmv0"));
    stage.write("home/.netrc", "default login me password s3cret");
    let home = stage.path().join("home");
    ask(&stage, &url, &[("HOME", home.to_str().unwrap())]).code(2);
    assert!(heard.recv().unwrap().contains("authorization: basic bwu6cznjcmv0"));
    ask(&stage, &url, &[]).code(2);
    assert!(!heard.recv().unwrap().contains("authorization"));
}

#[test]
fn a_netrc_file_that_cannot_be_used_is_told_by_its_line_and_without_its_words() {
    let stage = Stage::new();
    stage.write("netrc", "machine 127.0.0.1 login me\npasswort s3cret\n");
    let path = stage.path().join("netrc");
    let run = ask(&stage, "http://127.0.0.1:1", &[("CONCORD_NETRC", path.to_str().unwrap())]);
    run.code(2).complains("line 2").complains("machine, default, login");
    assert!(!format!("{run}").contains("s3cret"), "{run}");
    let run = ask(&stage, "http://127.0.0.1:1", &[("CONCORD_NETRC", "/no/such/file")]);
    run.code(2).complains("CONCORD_NETRC").complains("/no/such/file");
    let run = ask(&stage, "http://127.0.0.1:1", &[("CONCORD_REGISTRY_AUTH", "s3cret")]);
    run.code(2).complains("user:password");
    assert!(!format!("{run}").contains("s3cret"), "{run}");
}

#[test]
fn credentials_stay_on_the_host_they_are_for() {
    let (other, other_heard) = plain(NOT_FOUND.to_owned());
    let away = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://{other}/subjects\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    let (address, heard) = plain(away);
    let stage = Stage::new();
    let token = [("CONCORD_REGISTRY_TOKEN", "t0ken")];
    let run = ask(&stage, &format!("http://{address}"), &token);
    run.code(3).complains(&other).complains("another host");
    assert!(heard.recv().unwrap().contains("bearer t0ken"));
    assert!(other_heard.try_recv().is_err(), "the other host was asked");
    assert!(!format!("{run}").contains("t0ken"), "{run}");
}

#[test]
fn a_registry_may_send_us_to_another_path_of_its_own() {
    let (address, heard) = play(|mut stream| {
        let request = request_of(&mut stream)?;
        let moved = "HTTP/1.1 301 Moved Permanently\r\nLocation: /registry/here\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        let answer = if request.contains("/registry/here") { NOT_FOUND } else { moved };
        let _ = stream.write_all(answer.as_bytes());
        Some(request)
    });
    let token = [("CONCORD_REGISTRY_TOKEN", "t0ken")];
    ask(&Stage::new(), &format!("http://{address}"), &token).code(2).complains("x-value");
    assert!(heard.recv().unwrap().contains("bearer t0ken"));
    assert!(heard.recv().unwrap().contains("bearer t0ken"));
}

/// A proxy that lets everything through to a registry which has nothing.
fn proxy() -> (String, Receiver<String>) {
    play(|mut stream| {
        let mut request = request_of(&mut stream)?;
        if request.starts_with("connect ") {
            stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
            request += &request_of(&mut stream)?;
        }
        let _ = stream.write_all(NOT_FOUND.as_bytes());
        Some(request)
    })
}

#[test]
fn a_proxy_stands_where_the_environment_says_and_nowhere_else() {
    let (address, heard) = proxy();
    let stage = Stage::new();
    let through = format!("http://puser:pr0xy@{address}");
    let registry = "http://registry.test:8081";
    let run = ask(&stage, registry, &[("HTTP_PROXY", &through)]);
    run.code(2).complains("x-value");
    let request = heard.recv().unwrap();
    assert!(request.contains("registry.test:8081"), "{request}");
    // puser:pr0xy
    assert!(request.contains("proxy-authorization: basic chvzzxi6chiwehk="), "{request}");
    for exempt in ["registry.test", ".test", "registry.test:8081", "*"] {
        let run = ask(&stage, registry, &[("HTTP_PROXY", &through), ("NO_PROXY", exempt)]);
        run.code(3);
        assert!(!format!("{run}").contains("pr0xy"), "{run}");
    }
    ask(&stage, registry, &[("HTTP_PROXY", &through), ("NO_PROXY", "registry.test:80")]).code(2);
    assert!(heard.recv().is_ok());
    ask(&stage, "http://127.0.0.1:1", &[("HTTP_PROXY", &through)]).code(3);
    assert!(heard.try_recv().is_err(), "the proxy was asked though it should not be");
    let away = [("HTTP_PROXY", "http://u:pr0xy@127.0.0.1:1")];
    let run = ask(&stage, registry, &away);
    run.code(3).complains("could not be reached (through the proxy 127.0.0.1:1: ");
    assert!(!format!("{run}").contains("pr0xy"), "{run}");
    let socks = [("HTTP_PROXY", "socks5://u:pr0xy@127.0.0.1:1")];
    let run = ask(&stage, registry, &socks);
    run.code(2).complains("only proxies of the schemes http and https");
    assert!(!format!("{run}").contains("pr0xy"), "{run}");
}

/// An authority, and files with it, a client's certificate and its key.
fn authority(stage: &Stage) -> (CertifiedIssuer<'static, KeyPair>, [String; 3]) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let client = CertificateParams::new(vec!["client".to_owned()]).unwrap();
    let client = client.signed_by(&key, &issuer).unwrap();
    stage.write("ca.pem", issuer.pem());
    stage.write("client.pem", client.pem());
    stage.write("client.key", key.serialize_pem());
    let path = |name: &str| stage.path().join(name).to_str().unwrap().to_owned();
    (issuer, [path("ca.pem"), path("client.pem"), path("client.key")])
}

/// A registry behind TLS that demands a certificate of the authority.
fn secured(issuer: &CertifiedIssuer<'static, KeyPair>) -> (String, Receiver<String>) {
    let key = KeyPair::generate().unwrap();
    let own = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let own = own.signed_by(&key, issuer).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(issuer.der().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier.build().unwrap())
        .with_single_cert(vec![own.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let (address, heard) = play(move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut stream = StreamOwned::new(connection, stream);
        let request = request_of(&mut stream)?;
        let _ = stream.write_all(NOT_FOUND.as_bytes());
        stream.conn.send_close_notify();
        let _ = stream.flush();
        Some(request)
    });
    (address.replace("127.0.0.1", "https://localhost"), heard)
}

#[test]
fn a_registry_that_demands_a_certificate_is_shown_one() {
    let stage = Stage::new();
    let (issuer, [ca, certificate, key]) = authority(&stage);
    let (url, heard) = secured(&issuer);
    let trusted = ("CONCORD_CA_FILE", ca.as_str());
    let shown = [("CONCORD_CLIENT_CERT", certificate.as_str()), ("CONCORD_CLIENT_KEY", &key)];
    let token = ("CONCORD_REGISTRY_TOKEN", "t0ken");
    ask(&stage, &url, &[trusted, shown[0], shown[1], token]).code(2).complains("x-value");
    assert!(heard.recv().unwrap().contains("bearer t0ken"));
    ask(&stage, &url, &[("SSL_CERT_FILE", &ca), shown[0], shown[1]]).code(2);
    assert!(heard.recv().is_ok());

    // Without a certificate, and with an authority that is not known here.
    ask(&stage, &url, &[trusted, token]).code(3).complains(&url);
    let run = ask(&stage, &url, &[shown[0], shown[1], token]);
    run.code(3).complains("no trust").complains("CONCORD_CA_FILE");
    assert!(heard.try_recv().is_err(), "a request was sent without trust");
}

#[test]
fn certificates_that_cannot_be_used_are_named() {
    let stage = Stage::new();
    let (_, [ca, certificate, key]) = authority(&stage);
    stage.write("junk.pem", "no PEM at all");
    let junk = stage.path().join("junk.pem");
    let junk = junk.to_str().unwrap();
    let url = "https://localhost:1";
    for (variables, words) in [
        (vec![("CONCORD_CA_FILE", junk)], "no certificate in PEM"),
        (vec![("CONCORD_CA_FILE", "/no/such/file")], "CONCORD_CA_FILE"),
        (vec![("CONCORD_CLIENT_CERT", certificate.as_str())], "CONCORD_CLIENT_KEY is not"),
        (vec![("CONCORD_CLIENT_KEY", key.as_str())], "CONCORD_CLIENT_CERT is not"),
        (
            vec![("CONCORD_CLIENT_CERT", certificate.as_str()), ("CONCORD_CLIENT_KEY", junk)],
            "no private key",
        ),
        (
            vec![("CONCORD_CLIENT_CERT", ca.as_str()), ("CONCORD_CLIENT_KEY", ca.as_str())],
            "no private key",
        ),
    ] {
        ask(&stage, url, &variables).code(2).complains(words);
    }
}
