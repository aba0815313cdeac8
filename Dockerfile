# Lockstep in one image: runtime, built designer, CLI. Node 24; PostgreSQL comes from DATABASE_URL.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npx vite build apps/designer --config apps/designer/vite.config.ts && npm prune --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production LOCKSTEP_HOST=0.0.0.0 LOCKSTEP_DATA_DIR=/data LOCKSTEP_DEMO=0
WORKDIR /app
COPY --from=build --chown=node:node /app /app
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4700
HEALTHCHECK --interval=10s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:4700/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=16", "apps/runtime/src/cli/lockstep.ts", "start"]
