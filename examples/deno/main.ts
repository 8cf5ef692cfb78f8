/** A small web server that deploys as it is. */
import { Hono } from 'hono';

const app = new Hono();
app.get('/', (context) => context.text('Hello from Deno!\n'));

Deno.serve({ port: Number(Deno.env.get('PORT') ?? 3000) }, app.fetch);
