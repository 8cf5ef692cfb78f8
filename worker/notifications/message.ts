import { byteWords } from '#engine/byte-words.ts';
import type { OccasionKind } from '#lib/rules/occasions.ts';
import { thresholdWords, type ToldAlarm } from './threshold-words.ts';

/** What every kind of channel is told, each in its own form. */
export interface Message {
	/** The same at every attempt. */
	id: string;
	event: OccasionKind | 'test';
	tone: 'good' | 'warn' | 'bad' | 'plain';
	/** One line, without mark-up. */
	title: string;
	/** A sentence or two; may be empty. */
	text: string;
	facts: { name: string; value: string }[];
	link: { title: string; url: string };
	at: Date;
	/** Ids and names, for programs. */
	about: {
		project?: { id: string; name: string };
		service?: { id: string; name: string };
		deployment?: { id: string; number: number; commit: string | null };
	};
}

/** What is known of an occasion when it is told. */
export type Told =
	| {
			kind: 'deployment-succeeded' | 'deployment-failed';
			place: Place;
			deployment: ToldDeployment;
	  }
	| { kind: 'crash-loop'; place: Place; reason: string }
	| { kind: 'certificate-trouble'; place: Place; host: string; reason: string }
	| ({ kind: 'threshold'; place: Place | null } & ToldAlarm)
	| { kind: 'disk-low'; freeBytes: number; totalBytes: number }
	| { kind: 'test'; channel: string };

export interface Place {
	project: { id: string; name: string };
	service: { id: string; name: string };
}

export interface ToldDeployment {
	id: string;
	number: number;
	trigger: string;
	branch: string;
	commitSha: string | null;
	commitMessage: string | null;
	commitAuthor: string | null;
	/** null: nobody asked for it by hand. */
	askedBy: string | null;
	/** Of the release that it brought back. */
	basedOn: number | null;
	errorStep: string | null;
	errorMessage: string | null;
	errorHint: string | null;
	seconds: number | null;
}

export type Words = Omit<Message, 'id' | 'at'>;

/** Says it in words. Pure; `panelUrl` has no slash at its end. */
export function toMessage(told: Told, panelUrl: string): Words {
	switch (told.kind) {
		case 'deployment-succeeded':
		case 'deployment-failed':
			return ofDeployment(told, panelUrl);
		case 'crash-loop':
			return {
				...ofService(told, panelUrl),
				tone: 'bad',
				title: `${told.place.service.name} ends again and again`,
				text: `${told.reason} It is started again after growing pauses of up to a minute.`,
				link: { title: 'Open the log', url: `${panelUrl}/services/${told.place.service.id}/logs` }
			};
		case 'certificate-trouble':
			return {
				...ofService(told, panelUrl),
				tone: 'warn',
				title: `Trouble with the certificate of ${told.host}`,
				text: told.reason,
				link: {
					title: 'Open the domains',
					url: `${panelUrl}/services/${told.place.service.id}/domains`
				}
			};
		case 'threshold':
			return thresholdWords(told, panelUrl);
		case 'disk-low':
			return {
				event: 'disk-low',
				tone: 'warn',
				title: 'The disk is nearly full',
				text: `${byteWords(told.freeBytes)} of ${byteWords(told.totalBytes)} are free. Clean up, or make room on the server, before nothing can be saved.`,
				facts: [],
				link: { title: 'Open the clean-up', url: `${panelUrl}/settings/clean-up` },
				about: {}
			};
		case 'test':
			return {
				event: 'test',
				tone: 'plain',
				title: 'A test of Gantry’s notifications',
				text: `The channel “${told.channel}” works: what happens will be told here.`,
				facts: [],
				link: { title: 'Open Gantry', url: panelUrl },
				about: {}
			};
	}
}

function ofService(told: { kind: OccasionKind; place: Place }, panelUrl: string): Words {
	const { project, service } = told.place;
	return {
		event: told.kind,
		tone: 'plain',
		title: '',
		text: '',
		facts: [
			{ name: 'Project', value: project.name },
			{ name: 'Service', value: service.name }
		],
		link: { title: 'Open the service', url: `${panelUrl}/services/${service.id}` },
		about: { project, service }
	};
}

function ofDeployment(
	told: Extract<Told, { deployment: ToldDeployment }>,
	panelUrl: string
): Words {
	const { deployment, place } = told;
	const { number, errorStep, errorMessage, errorHint } = deployment;
	const base = ofService(told, panelUrl);
	const hasFailed = told.kind === 'deployment-failed';
	const cause = [errorMessage, errorHint].filter(Boolean).map(sentence).join(' ');
	return {
		...base,
		tone: hasFailed ? 'bad' : 'good',
		title: `${place.service.name}: deployment #${number} ${hasFailed ? 'failed' : 'is live'}`,
		text: hasFailed ? shorten(cause, 900) : why(deployment),
		facts: [...base.facts, ...deploymentFacts(deployment, hasFailed ? errorStep : null)],
		link: { title: `Open deployment #${number}`, url: `${panelUrl}/deployments/${deployment.id}` },
		about: {
			...base.about,
			deployment: { id: deployment.id, number, commit: deployment.commitSha }
		}
	};
}

function deploymentFacts(deployment: ToldDeployment, step: string | null): Message['facts'] {
	const { commitSha, commitMessage, commitAuthor, branch, seconds, askedBy } = deployment;
	const firstLine = commitMessage?.split('\n')[0]?.trim();
	const commit = [commitSha?.slice(0, 7), firstLine && shorten(firstLine, 120)].filter(Boolean);
	const facts = [
		['Step', step],
		['Branch', branch],
		['Commit', commit.join(' ')],
		['Author', commitAuthor],
		['Asked for by', askedBy],
		['Took', seconds === null ? null : secondsWords(seconds)]
	] as const;
	return facts.flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

function why({ trigger, basedOn }: ToldDeployment): string {
	const release = basedOn === null ? 'an earlier release' : `the release of #${basedOn}`;
	if (trigger === 'recovery') return `The release before crashed: this brought back ${release}.`;
	if (trigger === 'rollback') return `A rollback: it brought back ${release}.`;
	return '';
}

const sentence = (words: string | null) => (words && !/[.!?:]$/.test(words) ? `${words}.` : words);

const secondsWords = (seconds: number) =>
	seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;

/** At most so many characters, cut with an ellipsis. */
export function shorten(text: string, most: number): string {
	const letters = Array.from(text);
	return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
