//! The whole HTTP surface, on one screen.

use crate::answer::{check_media_types, label_media_type, seven};
use crate::config::{Answers, Limits};
use crate::error::ApiError;
use crate::handle::Handle;
use crate::limits::surround;
use crate::openapi;
use crate::rewrite::rewrite;
use crate::routes::{
    associations, compatibility, config, contexts, health, mode, root, schemas, subjects, versions,
};
use axum::Router;
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, delete, get, post};

/// The registry as a service: its routes, and around them request ids, logs and limits.
pub fn app(registry: Handle, limits: Limits) -> Router {
    let quick = registry.clone();
    surround(routes(registry), limits, move |request| schemas::at_once(&quick, request))
}

/// Every path of the API; each has its documentation in `openapi/operations/`.
pub fn paths() -> Vec<&'static str> {
    surface(true).paths
}

/// Every route, those of associations if they are served.
#[rustfmt::skip]
fn surface(with_associations: bool) -> Surface {
    let associations = if with_associations { associations() } else { Surface::default() };
    associations
        .route("/", get(root::get).post(root::post))
        .route("/schemas", get(schemas::list))
        .route("/schemas/types", get(schemas::types))
        .route("/schemas/ids/{id}", get(schemas::by_id))
        .route("/schemas/ids/{id}/schema", get(schemas::text_by_id))
        .route("/schemas/ids/{id}/subjects", get(schemas::subjects))
        .route("/schemas/ids/{id}/versions", get(schemas::versions))
        .route("/schemas/guids/{guid}", get(schemas::by_guid))
        .route("/schemas/guids/{guid}/ids", get(schemas::ids_of_guid))
        .route("/subjects", get(subjects::list))
        .route("/subjects/{subject}", post(subjects::lookup).delete(subjects::delete))
        .route("/subjects/{subject}/metadata", get(subjects::by_metadata))
        .route("/subjects/{subject}/versions", get(versions::list).post(versions::register))
        .route("/subjects/{subject}/versions/{version}", get(versions::get).delete(versions::delete))
        .route("/subjects/{subject}/versions/{version}/schema", get(versions::text))
        .route("/subjects/{subject}/versions/{version}/referencedby", get(versions::referenced_by))
        .route("/subjects/{subject}/versions/{version}/tags", post(versions::tag))
        .route("/compatibility/subjects/{subject}/versions", post(compatibility::with_all))
        .route("/compatibility/subjects/{subject}/versions/{version}", post(compatibility::with_one))
        .route("/config", get(config::get_global).put(config::set_global).delete(config::clear_global))
        .route("/config/{subject}", get(config::get).put(config::set).delete(config::clear))
        .route("/mode", get(mode::get_global).put(mode::set_global).delete(mode::clear_global))
        .route("/mode/{subject}", get(mode::get).put(mode::set).delete(mode::clear))
        .route("/contexts", get(contexts::list))
        .route("/contexts/{context}", delete(contexts::remove))
        .route("/v1/metadata/id", get(root::cluster))
        .route("/v1/metadata/version", get(root::version))
        .route("/v1/metadata/deployment", get(root::deployment))
        .route("/exporters", get(root::exporters))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/health/startup", get(health::startup))
        .then_any_media_type()
        .route("/openapi.json", get(openapi::document))
        .route("/docs", get(openapi::page))
}

/// Routes that the setting `associations-enabled` takes away.
#[rustfmt::skip]
fn associations() -> Surface {
    Surface::default()
        .route("/associations", get(associations::list).post(associations::create))
        .route("/associations:batchGet", post(associations::batch_get))
        .route("/associations:batchMutate", post(associations::mutate))
        .route("/associations/subjects/{subject}", get(associations::by_subject))
        .route("/associations/resources/{resource}", get(associations::by_id).put(associations::upsert).delete(associations::end))
        .route("/associations/resources/{resource}/{name}", get(associations::by_name))
}

/// The routes with the refusals of paths and methods; limits and logs go around it.
#[rustfmt::skip]
fn routes(registry: Handle) -> Router {
    let routes = surface(registry.rules().associations).routes;
    let routes = match registry.rules().answers {
        Answers::Eight => routes,
        Answers::Seven => routes.route_layer(from_fn(seven::as_in_seven)),
    };
    let routes = routes
        .method_not_allowed_fallback(other_method)
        .fallback(async || ApiError::not_found())
        .with_state(registry)
        .layer(from_fn(label_media_type));
    // Paths are rewritten before they are matched, so the rewriting stands outside the router.
    Router::new().fallback_service(tower::ServiceBuilder::new().layer(from_fn(rewrite)).service(routes))
}

/// Routes, and the paths they have: a router itself cannot be asked for them.
#[derive(Default)]
struct Surface {
    routes: Router<Handle>,
    paths: Vec<&'static str>,
}

impl Surface {
    fn route(mut self, path: &'static str, methods: MethodRouter<Handle>) -> Surface {
        self.paths.push(path);
        Surface { routes: self.routes.route(path, methods), ..self }
    }

    /// The routes so far answer in the registry's media types, those to come in their own.
    fn then_any_media_type(self) -> Surface {
        Surface { routes: self.routes.route_layer(from_fn(check_media_types)), ..self }
    }
}

/// `OPTIONS` is answered for every path; axum adds `Allow` to either answer.
async fn other_method(method: Method) -> Response {
    if method == Method::OPTIONS {
        return StatusCode::OK.into_response();
    }
    ApiError::method_not_allowed().into_response()
}
