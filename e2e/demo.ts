import { once } from 'node:events';
import { startDemoPanel } from './fixtures/demo-panel.ts';
import { demoAccount } from './fixtures/seed.ts';

// The panel over a database of its own full of a small company's projects, to look around in: nothing is
// deployed and nothing is kept. `npm run seed:demo [port] [--large]`.
const [port = '3100'] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const panel = await startDemoPanel({
	port: Number(port),
	isLarge: process.argv.includes('--large')
});
console.log(`${panel.url}\n${demoAccount.email}\n${demoAccount.password}\nCtrl-C ends it.`);
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await panel.stop();
