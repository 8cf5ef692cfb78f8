import { describe, expect, it } from 'vitest';
import { judgePush, type PushContext } from './judge-push.ts';
import { pushEvent } from './push-event.ts';

const sha = (letter: string) => letter.repeat(40);
const service: PushContext = {
	branch: 'main',
	autoDeploy: true,
	rolledBackTo: null,
	watchPaths: [],
	sameCommit: null,
	newerCommit: null
};

function judge(more: Record<string, unknown>, change: Partial<PushContext> = {}) {
	const push = {
		ref: 'refs/heads/main',
		before: sha('a'),
		after: sha('b'),
		repository: { id: 1, full_name: 'a/b' },
		...more
	};
	return judgePush(pushEvent.parse(push), { ...service, ...change });
}

describe('the message of the pushed commit', () => {
	const said = (message: string) => judge({ head_commit: { id: sha('b'), message } });

	it.each([
		['Docs [skip ci]', '[skip ci]'],
		['[ci skip] Docs', '[ci skip]'],
		['Docs\n\nWhy [NO CI]', '[NO CI]'],
		['Docs [skip deploy]', '[skip deploy]'],
		['Docs [deploy skip]', '[deploy skip]'],
		['Docs\n\n\nskip-checks: true', 'skip-checks: true'],
		['Docs\n\nskip-checks:true\nSigned-off-by: Ada', 'skip-checks:true']
	])('can say that nothing is to be deployed: %j', (message, marker) => {
		expect(said(message)).toBe(`The commit message says ${marker}.`);
	});

	it.each(['Skip CI for docs', 'Mention skip-checks: true in the docs', 'skip-checks: false'])(
		'is else only a message: %j',
		(message) => expect(said(message)).toBeNull()
	);
});

describe('after a rollback', () => {
	it('a push waits until a person resumes, and the reason names the rollback', () => {
		expect(judge({}, { rolledBackTo: 12 })).toBe(
			'Deploying on push is paused since the rollback to #12.'
		);
	});
});

describe('watched paths', () => {
	const watchPaths = ['apps/web/**', 'packages/**'];
	const commit = (id: string, files: Record<string, string[]>) => ({ id, message: 'x', ...files });
	const pushed = (commits: unknown, more = {}) => judge({ commits, ...more }, { watchPaths });
	const elsewhere = commit(sha('b'), { added: ['docs/a.md'], modified: ['apps/api/b.ts'] });

	it('leave out a push that changes none of them, and are named', () => {
		expect(pushed([elsewhere])).toBe(
			'No changed file is watched: this service watches apps/web/**, packages/**.'
		);
	});

	it.each(['added', 'modified', 'removed'])('let a push through with one of them %s', (how) => {
		const earlier = commit(sha('c'), { [how]: ['apps/web/index.ts'] });
		expect(pushed([earlier, elsewhere])).toBeNull();
	});

	it.each([
		['has no list of commits', null, {}],
		['is forced', [elsewhere], { forced: true }],
		['makes the branch', [elsewhere], { created: true }],
		['leaves out its newest commit', [commit(sha('c'), { added: ['docs/a.md'] })], {}],
		['has more commits than are told', Array.from({ length: 2048 }, () => elsewhere), {}],
		[
			'has more files than are told',
			[commit(sha('b'), { added: Array.from({ length: 3000 }, (_, i) => `docs/${i}`) })],
			{}
		]
	])('let a push through that %s', (_words, commits, more) => {
		expect(pushed(commits, more)).toBeNull();
	});

	it('say nothing where there are none', () => {
		expect(judge({ commits: [elsewhere] })).toBeNull();
	});
});
