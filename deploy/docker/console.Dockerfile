# The console: its page, built here, and the server that gives it. Build from the root of the repository:
#   docker build -f deploy/docker/console.Dockerfile --build-arg PROJECT=apps/console -t analytics/console .
ARG NODE_IMAGE=node:24.11.1-bookworm-slim

# Compilers and types: thrown away after the build.
FROM ${NODE_IMAGE} AS build
ARG PROJECT
WORKDIR /src
COPY package.json package-lock.json .npmrc tsconfig.base.json ./
COPY apps ./apps
COPY libs ./libs
COPY tools ./tools
RUN npm ci --workspace "${PROJECT}" --workspace apps/console-web --include-workspace-root --ignore-scripts
RUN node node_modules/ts7/bin/tsc -b "${PROJECT}" \
  && cd apps/console-web && node ../../node_modules/vite/bin/vite.js build --logLevel warn

# What the server needs at run time, and the page as files; nothing of what the page was made from.
FROM ${NODE_IMAGE} AS packages
ARG PROJECT
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY --from=build /src/apps ./apps
COPY --from=build /src/libs ./libs
COPY --from=build /src/tools ./tools
RUN npm ci --omit=dev --workspace "${PROJECT}" --ignore-scripts \
  && rm -rf node_modules/typescript \
  && mkdir -p /out/apps/console-web \
  && cp -R package.json node_modules libs /out/ \
  && cp -R "${PROJECT}" "/out/${PROJECT}" \
  && cp -R apps/console-web/dist /out/apps/console-web/dist

FROM ${NODE_IMAGE} AS run
ARG PROJECT
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps
COPY --from=packages --chown=root:root /out /app
WORKDIR /app/${PROJECT}
USER node
# Public listener; health and metrics are on the management port, which stays inside the network.
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HEALTH_PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/bin/tini", "--"]
CMD ["node", "dist/main.js"]
