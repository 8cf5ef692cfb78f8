import { dependency } from '../facts.ts';
import type { Recogniser } from '../recognised.ts';
import { modulesFor, startScript } from '../start-command.ts';

export const nest: Recogniser = (facts) => {
	const reason = dependency(facts, '@nestjs/core');
	if (!reason) return null;
	// Its script "start" compiles and watches; "start:prod" is the one for servers.
	const start = startScript(facts, 'start:prod') ?? { value: ['node', 'dist/main'], reason };
	return {
		framework: 'nest',
		title: 'Nest',
		reason,
		build: 'nest build',
		serve: { kind: 'server', start, modules: modulesFor(facts, start.value), copies: null }
	};
};
