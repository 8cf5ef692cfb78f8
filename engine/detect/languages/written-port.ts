import { listForm } from '../dockerfile-text.ts';
import type { Found } from '../plan.ts';
import { inShell } from '../start-command.ts';

const usual: Found<number> = { value: 3000, reason: 'told to the app in PORT' };

/** ":8080", "0.0.0.0:8080", "[::]:8080", ("0.0.0.0", 8080), port = 8080, port: 8080, listen(8080) */
const written =
	/["'`](?:[\w.]*|\[::\d?\]):(\d{2,5})["'`]|["'](?:0\.0\.0\.0|::)["']\s*,\s*(\d{2,5})\b|\bport\s*[:=]\s*(\d{2,5})\b|\blisten\(\s*(\d{2,5})\b/i;

/**
 * The port written into the program's sources, unless they read PORT from their environment. `texts`:
 * path → text, the most telling first. `unwritten`: where nothing is written, the library's own.
 */
export function writtenPort(
	texts: ReadonlyMap<string, string>,
	unwritten: Found<number> = usual
): Found<number> {
	const readsPort = [...texts.values()].some((text) =>
		/\bPORT\b/.test(text.replaceAll(/^\s*(\/\/|#).*$/gm, ''))
	);
	if (readsPort) return usual;
	for (const [path, text] of texts) {
		const match = written.exec(text.replaceAll(/^\s*(\/\/|#).*$/gm, ''));
		const port = Number(match?.slice(1).find((group) => group !== undefined));
		if (port > 0 && port <= 65535) return { value: port, reason: `${path}: listens on ${port}` };
	}
	return unwritten;
}

/** A line of the last stage: the server reads its port from `name` instead of PORT. */
export function portEntrypoint(name: string, value = '$PORT'): string {
	const script = `export ${name}="\${${name}:-${value}}"; exec "$0" "$@"`;
	return `ENTRYPOINT ${listForm(inShell(script))}`;
}
