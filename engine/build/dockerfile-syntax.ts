import { AppError } from '../error.ts';

const directive = /^(#|\/\/)\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/;
/** The frontend of Docker itself: the engine holds the same one, so nothing is lost without it. */
const official =
	/^(docker\.io\/)?docker\/dockerfile(-upstream)?(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/;

/**
 * A `# syntax=` line makes the builder fetch a program and hand it the whole build. Docker's own is
 * taken out (the engine's built-in one is used, without a download), any other is refused. The number
 * of lines stays, so that errors point at the right one. Errors: dockerfile_syntax_refused.
 */
export function withoutFrontend(dockerfile: string): string {
	const text = dockerfile.replace(/^\uFEFF/, '');
	if (text.trimStart().startsWith('{')) refuse('JSON');
	const lines = text.split('\n');
	const first = lines[0]?.startsWith('#!') ? 1 : 0;
	let end = first;
	while (directive.test(lines[end]?.trimEnd() ?? '')) end++;
	const kept = lines.slice(first, end).filter((line) => {
		const [, , name = '', value = ''] = directive.exec(line.trimEnd()) ?? [];
		if (name.toLowerCase() !== 'syntax') return true;
		const frontend = value.split(' ')[0] ?? '';
		if (!official.test(frontend)) refuse(frontend);
		return false;
	});
	const gone = end - first - kept.length;
	if (gone === 0) return dockerfile;
	return [
		...lines.slice(0, first),
		...kept,
		...Array.from({ length: gone }, () => '#'),
		...lines.slice(end)
	].join('\n');
}

function refuse(frontend: string): never {
	throw new AppError(
		'dockerfile_syntax_refused',
		422,
		`Build failed: the Dockerfile asks for the frontend ${frontend.slice(0, 200)}, which is not allowed`,
		{ hint: 'Remove its "# syntax=" line, or use docker/dockerfile:1.' }
	);
}
