# syntax=docker/dockerfile:1
# One image for panel, worker and edge; compose.yaml says which of them a container is.

FROM node:26-bookworm-slim AS build
WORKDIR /opt/gantry
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node prisma/generate.js \
 && NODE_ENV=production node node_modules/vite/bin/vite.js build \
 && npm prune --omit=dev

FROM node:26-bookworm-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates git openssh-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin gantry
COPY --from=caddy:2 /usr/bin/caddy /usr/bin/caddy
COPY --from=build /opt/gantry /opt/gantry
WORKDIR /opt/gantry
ENV NODE_ENV=production GANTRY_DATA_DIR=/var/lib/gantry
# No default command: which process a container is must be said.
CMD ["node", "bin/gantry.js", "help"]
