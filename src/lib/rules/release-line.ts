/** The lines of a service's log that say where a release began stand under the deployment's own name. */
export const releaseSource = (deploymentId: string) => `release-${deploymentId}`;

/** Id of the deployment whose release began at a line of this source; null: it is another line. */
export const deploymentOfSource = (source: string): string | null =>
	/^release-([a-z0-9]{20})$/.exec(source)?.[1] ?? null;

interface ReleaseWords {
	/** Of the deployment: "#12". */
	number: number;
	commitSha: string | null;
	trigger: 'manual' | 'push' | 'api' | 'rollback' | 'variables' | 'recovery';
	/** Who asked for it. */
	actor: string | null;
	commitAuthor: string | null;
	/** Number of the deployment whose release came back. */
	basedOn: number | null;
}

/** "Release 4f1c2a9 (#12) · pushed by Ada Lovelace" */
export function releaseWords({ number, commitSha, ...cause }: ReleaseWords): string {
	const commit = commitSha ? `${commitSha.slice(0, 7)} ` : '';
	return `Release ${commit}(#${number}) · ${causeWords(cause)}`;
}

function causeWords(cause: Omit<ReleaseWords, 'number' | 'commitSha'>): string {
	const { trigger, actor, commitAuthor, basedOn } = cause;
	const by = (who: string | null) => (who ? ` by ${who}` : '');
	const back = basedOn === null ? '' : ` to #${basedOn}`;
	switch (trigger) {
		case 'push':
			return `pushed${by(commitAuthor)}`;
		case 'rollback':
			return `rolled back${back}${by(actor)}`;
		case 'recovery':
			return `returned${back} after a crash`;
		case 'variables':
			return `settings applied${by(actor)}`;
		case 'manual':
		case 'api':
			return `deployed${by(actor)}`;
	}
}
