import type { Recogniser } from '../recognised.ts';
import { angular } from './angular.ts';
import { astro } from './astro.ts';
import { nest } from './nest.ts';
import { nextjs } from './nextjs.ts';
import { libraryServer, nodeServer, startedServer } from './node-server.ts';
import { nuxt } from './nuxt.ts';
import { plainSite, rootSite } from './plain-site.ts';
import { reactRouter, remix } from './react-router.ts';
import { bundlers, siteBuilders } from './site-builders.ts';
import { sveltekit } from './sveltekit.ts';
import { vite } from './vite.ts';

/** The first that recognises an app wins: what builds on Vite before Vite, what serves before what is served. */
export const recognisers: Recogniser[] = [
	sveltekit,
	nextjs,
	nuxt,
	astro,
	reactRouter,
	remix,
	angular,
	...siteBuilders,
	nest,
	startedServer,
	vite,
	libraryServer,
	...bundlers,
	rootSite,
	nodeServer,
	plainSite
];
