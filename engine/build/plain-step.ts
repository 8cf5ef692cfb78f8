/**
 * A step as people wrote it: "[deps 2/4] RUN --mount=… . /run/secrets/variables.sh; npm ci" is
 * "[deps 2/4] RUN npm ci". The mounts' ids have marks of the secrets' values, which belong into no log.
 */
export const plainStep = (name: string) =>
	name
		.replace(/\s--(mount|network|security)=\S+/g, '')
		.replace(' . /run/secrets/variables.sh; ', ' ');
