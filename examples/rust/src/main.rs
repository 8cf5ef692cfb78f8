//! A small web server that deploys as it is.

use std::env;

use tiny_http::{Response, Server};

fn main() {
    let port = env::var("PORT").unwrap_or_else(|_| "3000".into());
    let server = Server::http(format!("0.0.0.0:{port}")).expect("the port is free");
    println!("Listening on port {port}");
    for request in server.incoming_requests() {
        let response = match request.url() {
            "/" => Response::from_string("Hello from Rust!\n"),
            _ => Response::from_string("Not found\n").with_status_code(404),
        };
        if let Err(error) = request.respond(response) {
            eprintln!("{error}");
        }
    }
}
