//! A registry that is away, answers HTML, 401, half a body, or something else.

use crate::stage::{ADDRESS, Run, Stage};
use std::io::{Read, Write};
use std::net::TcpListener;

/// What a check against a server says that answers every request with these bytes; a push must end alike.
fn push_to(answer: &'static str) -> Run {
    let (push, check) = (asked(answer, "push"), asked(answer, "check"));
    assert_eq!(push.code, check.code, "{push}{check}");
    check
}

fn asked(answer: &'static str, command: &str) -> Run {
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
    match command {
        "push" => stage.concord(&["push", "--registry", &url]),
        _ => stage.concord(&["check", "--against", &format!("registry:{url}")]),
    }
}

/// A server that gives each of these answers once, and then the last one.
fn scripted(answers: Vec<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for (index, stream) in listener.incoming().enumerate() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 65_536]);
            let _ = stream.write_all(answers[index.min(answers.len() - 1)].as_bytes());
        }
    });
    url
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

#[test]
fn a_registry_that_asks_to_wait_is_waited_for_within_reason() {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS);
    let check = |answers: Vec<String>| {
        let baseline = format!("registry:{}", scripted(answers));
        stage.concord(&["check", "--against", &baseline])
    };
    let busy =
        |wait: &str| answer("429 Too Many Requests", &format!("Retry-After: {wait}\r\n"), "");
    let began = std::time::Instant::now();
    check(vec![busy("1"), busy("0"), answer("200 OK", "", "[]")]).code(0).says("1 changed");
    assert!(began.elapsed().as_secs() >= 1);
    let began = std::time::Instant::now();
    check(vec![busy("0")]).code(3).complains("429").complains("try again later");
    check(vec![busy("3600")]).code(3).complains("429");
    check(vec![busy("Wed, 21 Oct 2026 07:28:00 GMT")]).code(3).complains("429");
    assert!(began.elapsed().as_secs() < 9);
}

#[test]
fn a_registry_that_never_answers_is_not_waited_for_for_ever() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let baseline = format!("registry:http://{}", listener.local_addr().unwrap());
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS);
    let check = ["check", "--against", &baseline];
    let run = stage.concord_with(&check, &[("CONCORD_TIMEOUT", "1")]);
    run.code(3).complains("did not answer in time").complains("try again");
    stage
        .concord_with(&check, &[("CONCORD_TIMEOUT", "soon")])
        .code(64)
        .complains("CONCORD_TIMEOUT");
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
    let answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    push_to(answer).code(3).complains("403").complains("grant the right");
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
fn a_registry_with_a_fault_of_its_own_is_no_finding() {
    let body = r#"{"error_code":50001,"message":"Error in the backend data store"}"#;
    let answer = format!(
        "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let run = push_to(answer.leak());
    run.code(3).complains("failed (500): Error in the backend data store").complains("127.0.0.1");
}

#[test]
fn a_registry_that_lets_nobody_read_it_is_no_finding() {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS);
    let body = r#"{"error_code":404,"message":"HTTP 404 Not Found"}"#;
    let url = scripted(vec![answer("404 Not Found", "", body)]);
    stage
        .concord(&["check", "--against", &format!("registry:{url}")])
        .code(3)
        .complains(&format!("the registry at {url} does not let us read it: HTTP 404 Not Found"));
}

#[test]
fn a_registry_that_gives_its_whole_list_each_time_is_read_once() {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS);
    let list = r#"[{"subject":"other","version":1,"id":1,"schema":"\"int\""}]"#;
    let url = scripted(vec![answer("200 OK", "", list)]);
    let run = stage.concord(&["check", "--against", &format!("registry:{url}")]);
    run.code(0).says(&format!("note: registry:{url} holds none of these contracts"));
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
