/** A small web server that deploys as it is: Bun serves the default export on the port in PORT. */
import { Hono } from 'hono';

const app = new Hono();
app.get('/', (context) => context.text('Hello from Bun!\n'));

export default app;
