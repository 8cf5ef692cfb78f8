export interface Stage {
	/** Lower case; null: it has no name. */
	name: string | null;
	/** Its instructions, without its FROM. */
	text: string;
}

const from = /^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*\S+(?:[ \t]+AS[ \t]+(\S+))?[^\n]*$/gim;

/** The stages of a Dockerfile in their order. */
export function stagesOf(dockerfile: string): Stage[] {
	const heads = [...dockerfile.matchAll(from)];
	return heads.map((head, index) => ({
		name: head[1]?.toLowerCase() ?? null,
		text: dockerfile.slice(head.index + head[0].length, heads[index + 1]?.index)
	}));
}

/** The stage that becomes the image: the wanted one by name or number, else the last. */
export function stageAt(stages: readonly Stage[], wanted: string | null): Stage | undefined {
	if (wanted === null) return stages.at(-1);
	const byName = stages.find(({ name }) => name === wanted.toLowerCase());
	return byName ?? (/^\d{1,3}$/.test(wanted) ? stages[Number(wanted)] : undefined);
}
