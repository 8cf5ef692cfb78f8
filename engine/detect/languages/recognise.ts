import type { Language, LanguagePlan, Sources } from './language.ts';
import { languages } from './order.ts';

export interface RecognisedLanguage {
	language: Language;
	plan: LanguagePlan;
}

/** The first language with an app, else the first that is used at all; null: none is. */
export async function recogniseLanguage(sources: Sources): Promise<RecognisedLanguage | null> {
	const names = [...sources.facts.files].filter((path) => !path.includes('/'));
	let used: RecognisedLanguage | null = null;
	for (const language of languages) {
		if (!names.some((name) => language.signs.test(name))) continue;
		const plan = await language.recognise(sources);
		if (plan?.evidence === 'app') return { language, plan };
		if (plan) used ??= { language, plan };
	}
	return used;
}
