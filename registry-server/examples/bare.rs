//! The yardstick of `benches/http_load.py`: axum handlers that answer with one body and look nothing up.
//!
//! `bare ADDR:PORT BODY_FILE [NAME:VALUE]…` serves the file with the given headers at `/schemas/ids/{id}`, and to what
//! is posted to a subject or its versions, which is read to its end.

use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::routing::{get, post};
use axum::serve::ListenerExt as _;
use bytes::Bytes;
use std::error::Error;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let (Some(address), Some(file)) = (words.next(), words.next()) else {
        return Err("usage: bare ADDR:PORT BODY_FILE [NAME:VALUE]…".into());
    };
    let body = Bytes::from(std::fs::read(&file).map_err(|error| format!("`{file}`: {error}"))?);
    let headers = words.map(|word| header(&word)).collect::<Result<HeaderMap, _>>()?;
    let posted = (headers.clone(), body.clone());
    let answer = move || async move { (headers, body) };
    let read = move |_sent: Bytes| async move { posted };
    let listener =
        TcpListener::bind(&address).await.map_err(|error| format!("`{address}`: {error}"))?;
    let listener = listener.tap_io(|stream| {
        // As `concord serve` does; on this machine it makes no difference if it fails.
        let _unset = stream.set_nodelay(true);
    });
    let routes = Router::new()
        .route("/schemas/ids/{id}", get(answer))
        .route("/subjects/{subject}", post(read.clone()))
        .route("/subjects/{subject}/versions", post(read));
    axum::serve(listener, routes).await?;
    Ok(())
}

/// A header as written on the command line.
fn header(word: &str) -> Result<(HeaderName, HeaderValue), Box<dyn Error>> {
    let (name, value) =
        word.split_once(':').ok_or_else(|| format!("`{word}` is not NAME:VALUE"))?;
    Ok((name.trim().parse()?, value.trim().parse()?))
}
