# The binary alone: static, without a shell, without root. `docker build -t concord .`
FROM rust:1.95-alpine AS build
RUN apk add --no-cache musl-dev ca-certificates
WORKDIR /src
COPY . .
# On Alpine the native target is musl: the binary is static without further ado.
RUN cargo build --release --locked -p concord \
 && mkdir -p /root-of-image/data /root-of-image/tmp /root-of-image/etc/ssl/certs \
 && cp target/release/concord /root-of-image/concord \
 && cp /etc/ssl/certs/ca-certificates.crt /root-of-image/etc/ssl/certs/

FROM scratch
COPY --from=build --chown=65532:65532 /root-of-image /
USER 65532:65532
ENV PATH=/ \
    CONCORD_LISTEN=0.0.0.0:8081 \
    CONCORD_DATA=/data
VOLUME /data
EXPOSE 8081
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["/concord", "health"]
ENTRYPOINT ["/concord"]
CMD ["serve"]
