import type { Hit } from '#lib/rules/search-hits.ts';
import type { SearchQuery } from '#lib/rules/search-query.ts';
import { newId } from '../db/id.ts';
import type { FoundDeployment, FoundDomain, FoundService } from './find-rows.ts';

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

export function projectHit({ id, name }: { id: string; name: string }): Hit {
	return { kind: 'project', title: name, detail: 'Project', href: `/projects/${id}` };
}

export function domainHit({ host, serviceId, serviceName }: FoundDomain): Hit {
	const href = `/services/${serviceId}/domains`;
	return { kind: 'domain', title: host, detail: `Domain of ${serviceName}`, href };
}

export function deploymentHit(row: FoundDeployment): Hit {
	const { id, number, serviceName, commitSha, commitMessage } = row;
	const about = [commitSha?.slice(0, 7), commitMessage?.split('\n', 1)[0]];
	return {
		kind: 'deployment',
		title: `${serviceName} #${number}`,
		detail: about.filter(Boolean).join(' · '),
		href: `/deployments/${id}`
	};
}

/** The service itself, the page of it that was asked for, and what was asked to be done to it. */
export function serviceHits(service: FoundService, { verb, tab, words }: SearchQuery): Hit[] {
	const { id, name, projectName, isLive } = service;
	const href = `/services/${id}`;
	const hits: Hit[] = [];
	if (verb === 'deploy' || (verb === 'restart' && isLive)) {
		hits.push({
			kind: 'action',
			title: `${capital(verb)} ${name}`,
			detail: verb === 'deploy' ? 'The newest commit of its branch' : 'The live image again',
			href: `${href}?/deploy`,
			fields: { formKey: newId(), ...(verb === 'restart' && { reuseImage: 'live' }) }
		});
	}
	if (tab) {
		const detail = `${capital(tab)} of ${name}`;
		hits.push({ kind: 'page', title: `${name} ${tab}`, detail, href: `${href}/${tab}` });
	}
	const text = `${name} ${projectName}`.toLowerCase();
	if (words.every((word) => text.includes(word))) {
		hits.push({ kind: 'service', title: name, detail: `Service in ${projectName}`, href });
	}
	return hits;
}
