//! The yardstick of `benches/http_load.py`: an axum handler that answers with one body and looks nothing up.
//!
//! `bare ADDR:PORT BODY_FILE [NAME:VALUE]…` serves the file at `/schemas/ids/{id}` with the given headers.

use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::routing::get;
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
    let answer = move || async move { (headers, body) };
    let listener =
        TcpListener::bind(&address).await.map_err(|error| format!("`{address}`: {error}"))?;
    axum::serve(listener, Router::new().route("/schemas/ids/{id}", get(answer))).await?;
    Ok(())
}

/// A header as written on the command line.
fn header(word: &str) -> Result<(HeaderName, HeaderValue), Box<dyn Error>> {
    let (name, value) =
        word.split_once(':').ok_or_else(|| format!("`{word}` is not NAME:VALUE"))?;
    Ok((name.trim().parse()?, value.trim().parse()?))
}
