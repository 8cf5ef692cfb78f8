import { createContext } from 'svelte';
import type { SvelteSet } from 'svelte/reactivity';

/** Names of the sections of the settings in which something is not saved yet. */
export const [unsavedSections, provideUnsavedSections] = createContext<SvelteSet<string>>();
