import { z } from 'zod';
import { noRules, type SiteRules } from './port.ts';

/** Label of an image that holds a finished site: its rules as JSON. */
export const siteLabel = 'gantry.site';

/** Where the files stand in such an image. */
export const siteFolder = 'site';

const shape = z.object({ fallback: z.string().nullable(), hashed: z.string().nullable() });

/** As an instruction of a Dockerfile: in single quotes nothing but they themselves means anything. */
export function siteLabelLine({ fallback, hashed }: SiteRules): string {
	const json = JSON.stringify({ fallback, hashed }).replaceAll("'", '\\u0027');
	return `LABEL ${siteLabel}='${json}'`;
}

/** What the image's label says; no rules when it says nothing that can be read. */
export function siteRulesOf(labels: Record<string, string>): SiteRules {
	try {
		return shape.parse(JSON.parse(labels[siteLabel] ?? ''));
	} catch {
		return noRules;
	}
}
