//! A registry that is away, answers HTML, 401, half a body, or something else.

use crate::stage::{ADDRESS, Run, Stage};
use std::io::{Read, Write};
use std::net::TcpListener;

/// Pushes one contract to a server that answers every request with these bytes.
fn push_to(answer: &'static str) -> Run {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            // The request fits into one read; what is left of it does not matter here.
            let _ = stream.read(&mut [0; 65_536]);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS);
    stage.concord(&["push", "--registry", &url])
}

#[test]
fn a_registry_that_is_away_is_told_from_one_that_refuses() {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS);
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{free}");
    for args in [
        vec!["push", "--registry", &url],
        vec!["pull", "x-value", "--registry", &url],
        vec!["check", "--against", &format!("registry:{url}")],
        vec!["diff", "x-value@1", "x-value@latest", "--registry", &url],
    ] {
        stage.concord(&args).code(3).complains("could not be reached").complains("concord serve");
    }
}

#[test]
fn the_address_may_come_from_the_environment() {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS);
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{free}");
    stage.concord_with(&["push"], &[("CONCORD_REGISTRY", &url)]).code(3).complains(&url);
}

#[test]
fn a_page_in_html_is_no_registry() {
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 38\r\nConnection: close\r\n\r\n<!DOCTYPE html><h1>Please log in</h1>\r\n";
    push_to(page).code(3).complains("`text/html`").complains("no schema registry");
    let error = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 13\r\nConnection: close\r\n\r\n<h1>404</h1>\n";
    push_to(error).code(3).complains("404").complains("`text/html`");
}

#[test]
fn missing_credentials_name_the_variables() {
    let answer = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    push_to(answer).code(3).complains("401").complains("CONCORD_REGISTRY_AUTH");
}

#[test]
fn half_a_body_is_no_answer() {
    let cut = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\nConnection: close\r\n\r\n{\"id\":";
    push_to(cut).code(3).complains("ended too early");
    let ended = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 6\r\nConnection: close\r\n\r\n{\"id\":";
    push_to(ended).code(3).complains("ended too early");
}

#[test]
fn too_many_requests_is_said_so() {
    let answer = "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    push_to(answer).code(3).complains("429");
}

#[test]
fn something_that_is_no_http_is_named() {
    push_to("SSH-2.0-OpenSSH_9.9\r\n").code(3);
}

#[test]
fn credentials_of_the_environment_travel_in_the_header() {
    for (name, value, expected) in [
        ("CONCORD_REGISTRY_AUTH", "me:secret", "authorization: basic bwu6c2vjcmv0"),
        ("CONCORD_REGISTRY_TOKEN", "t0ken", "authorization: bearer t0ken"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let heard = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 65_536];
            let length = stream.read(&mut request).unwrap();
            String::from_utf8_lossy(&request[..length]).to_lowercase()
        });
        let stage = Stage::new();
        stage.write("schemas/address.avsc", ADDRESS);
        stage.concord_with(&["push", "--registry", &url], &[(name, value)]).code(3);
        let heard = heard.join().unwrap();
        assert!(heard.contains(expected), "{heard}");
    }
}
