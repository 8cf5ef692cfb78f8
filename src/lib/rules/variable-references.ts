/** Where a reference looks: another service's app name, or this for the project's shared variables. */
export const sharedName = 'shared';

/** A variable as references see it. */
export interface Referable {
	value: string;
	isSecret: boolean;
}

/** The variables of one project, for looking references up. */
export interface ReferenceGround {
	/** Whether `name` is `shared` or a service of the project. */
	knows(name: string): boolean;
	/** What `name` has under `key`, of its own or inherited; null: nothing. */
	find(name: string, key: string): Referable | null;
}

export type Resolved =
	| {
			ok: true;
			value: string;
			/** The secrets that went into it. */
			secrets: string[];
	  }
	| { ok: false; problem: string };

// `$${{` is a literal `${{`.
const token = /\$\$\{\{|\$\{\{([^{}\n]{0,400})\}\}|\$\{\{/g;
const reference = /^\s*([a-z0-9][a-z0-9-]*)\.([A-Za-z_]\w{0,254})\s*$/;

/** Whether a value means more than its characters. */
export const hasReferences = (value: string): boolean => value.includes('${{');

/** Characters of a value with all its references replaced. */
const longest = 64 * 1024;

const escapeHint = 'To have these characters themselves, write $${{.';

/** What is wrong with a reference by its looks and its target; null: nothing. */
function problemOf(
	{ text, name, key }: { text: string; name: string; key: string },
	ground: ReferenceGround
): string | null {
	if (key === '') {
		return `${text.slice(0, 60)} is no reference: write \${{service.NAME}} or \${{shared.NAME}}. ${escapeHint}`;
	}
	if (!ground.knows(name)) {
		return `There is no service '${name}' in this project. ${escapeHint}`;
	}
	if (ground.find(name, key) !== null) return null;
	const whose = name === sharedName ? 'The project shares' : `${name} has`;
	return `${whose} no variable ${key}.`;
}

/** A value with its references replaced, however deep they go. `from` is where it stands: `shop.DATABASE_URL`. */
export function resolveReferences(
	{ from, value }: { from: string; value: string },
	ground: ReferenceGround
): Resolved {
	return resolveAlong(value, { ground, path: [from], known: new Map() });
}

interface Way {
	ground: ReferenceGround;
	/** Whose value this is, and whose references led here. */
	path: string[];
	/** What was resolved before: a name that many refer to is looked at once. */
	known: Map<string, Resolved>;
}

function resolveAlong(value: string, way: Way): Resolved {
	if (!hasReferences(value)) return { ok: true, value, secrets: [] };
	const secrets = new Set<string>();
	let problem: string | null = null;
	let length = value.length;
	const text = value.replaceAll(token, (all: string, inner?: string) => {
		if (all === '$${{') return '${{';
		if (problem !== null) return all;
		const [, name = '', key = ''] = reference.exec(inner ?? '') ?? [];
		const target = resolveTarget({ text: all, name, key }, way);
		if (!target.ok) {
			problem = target.problem;
			return all;
		}
		// A few lines of names that double each other would fill the memory.
		length += target.value.length;
		if (length > longest) problem = 'With its references it is longer than 64 KB.';
		for (const secret of target.secrets) secrets.add(secret);
		return problem === null ? target.value : all;
	});
	return problem === null
		? { ok: true, value: text, secrets: [...secrets] }
		: { ok: false, problem };
}

function resolveTarget(to: { text: string; name: string; key: string }, way: Way): Resolved {
	const { ground, path, known } = way;
	const problem = problemOf(to, ground);
	if (problem !== null) return { ok: false, problem };
	const place = `${to.name}.${to.key}`;
	const turn = path.indexOf(place);
	if (turn !== -1) {
		const circle = [...path.slice(turn), place].join(' → ');
		return { ok: false, problem: `These refer to each other in a circle: ${circle}.` };
	}
	const earlier = known.get(place);
	if (earlier) return earlier;
	const target = ground.find(to.name, to.key);
	if (!target) return { ok: false, problem: `There is no ${place}.` };
	const resolved = resolveAlong(target.value, { ground, known, path: [...path, place] });
	const answer =
		resolved.ok && target.isSecret && resolved.value !== ''
			? { ...resolved, secrets: [...resolved.secrets, resolved.value] }
			: resolved;
	known.set(place, answer);
	return answer;
}
