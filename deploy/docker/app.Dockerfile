# An app with a public HTTP listener. Build from the root of the repository:
#   docker build -f deploy/docker/app.Dockerfile --build-arg PROJECT=apps/query-api -t analytics/query-api .
ARG NODE_IMAGE=node:24.11.1-bookworm-slim

# Compiler and types: thrown away after the build.
FROM ${NODE_IMAGE} AS build
ARG PROJECT
WORKDIR /src
COPY package.json package-lock.json .npmrc tsconfig.base.json ./
COPY apps ./apps
COPY libs ./libs
COPY tools ./tools
RUN npm ci --workspace "${PROJECT}" --include-workspace-root --ignore-scripts
RUN node node_modules/ts7/bin/tsc -b "${PROJECT}"

# What the app needs at run time, nothing of its neighbours.
FROM ${NODE_IMAGE} AS packages
ARG PROJECT
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY --from=build /src/apps ./apps
COPY --from=build /src/libs ./libs
COPY --from=build /src/tools ./tools
# The compiler comes along as an optional peer of Swagger's build plugin, which is not used.
RUN npm ci --omit=dev --workspace "${PROJECT}" --ignore-scripts \
  && rm -rf node_modules/typescript \
  && mkdir -p /out/apps /out/tools \
  && cp -R package.json node_modules libs /out/ \
  && cp -R "${PROJECT}" "/out/${PROJECT}"

FROM ${NODE_IMAGE} AS run
ARG PROJECT
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node -m 700 /data
# Most of what a batch makes lives as long as the batch: a larger young generation copies it less often.
ENV NODE_ENV=production NODE_OPTIONS="--enable-source-maps --max-semi-space-size=64"
COPY --from=packages --chown=root:root /out /app
# The folder is fixed here, so that the command below needs no shell to find it.
WORKDIR /app/${PROJECT}
USER node
# Public listener; health and metrics are on the management port, which stays inside the network.
EXPOSE 8090 8091
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HEALTH_PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/bin/tini", "--"]
CMD ["node", "dist/main.js"]
