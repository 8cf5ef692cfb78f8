import type { Tree } from '../checkout/port.ts';
import type { Found } from './plan.ts';

const usualPort = 3000;

const listens = /\.listen\(\s*(?:\{[^}]*?\bport\s*:\s*)?(\d{2,5})\b/;
const names = /\b(?:const|let|var)\s+port\s*=\s*(\d{2,5})\b/i;

/** The port written into the program's first file, unless it reads PORT from its environment. */
export async function listeningPort(tree: Tree, argv: string[]): Promise<Found<number>> {
	const usual = { value: usualPort, reason: 'told to the app in PORT' };
	const file = argv[0] === 'node' ? argv.slice(1).find((word) => /\.[cm]?[jt]s$/.test(word)) : null;
	if (!file) return usual;
	const text = await tree.readText(file.replace(/^\.\//, ''));
	if (text === null || /\benv\b/.test(text)) return usual;
	const port = Number(listens.exec(text)?.[1] ?? names.exec(text)?.[1]);
	return port > 0 && port <= 65535 ? { value: port, reason: `${file}: listens on ${port}` } : usual;
}
