import express from 'express';

const app = express();

app.get('/', (request, response) => response.send('<h1>Hello from Node.js</h1>'));
app.get('/greetings/:name', ({ params }, response) =>
	response.json({ greeting: `Hello, ${params.name}` })
);

const server = app.listen(process.env.PORT ?? 3000);

process.on('SIGTERM', () => server.close());
