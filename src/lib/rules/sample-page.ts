import { sampleUrl } from '#engine/checkout/sample-url.ts';

/** What "new service" has in its address when the sample is to be deployed. */
export const sampleQuery = `?gitUrl=${encodeURIComponent(sampleUrl('hello'))}`;

/** The page that deploys the sample as a new project, filled in. */
export const samplePage = `/projects/new${sampleQuery}`;
