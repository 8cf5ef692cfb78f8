import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/**
 * Who may import whom: docs/architecture.md, "The rooms". Each room names what it must not know.
 * `types` lists what may be imported for its types alone.
 */
const rooms = [
	{
		// Thin: authorise, parse, one operation, answer.
		files: ['src/routes/**'],
		never: ['#worker/', '#caddy/', '#prisma/', '#engine/(?!error\\.ts)', 'dockerode', 'pg$'],
		types: ['#engine/']
	},
	{
		files: ['src/lib/components/**'],
		never: [
			'#worker/',
			'#caddy/',
			'#prisma/',
			'#engine/(?!byte-words\\.ts)',
			'#lib/server/',
			'node:'
		],
		types: ['#engine/', '#lib/server/']
	},
	{
		// Browser-safe: no I/O. The engine's rules on Git names, arguments and sizes are plain rules, too.
		files: ['src/lib/rules/**', 'src/lib/schemas/**'],
		never: [
			'#worker/',
			'#caddy/',
			'#prisma/',
			'#engine/(?!(error|byte-words)\\.ts|checkout/(git-ref|git-url|sample-url)\\.ts|build/build-argument\\.ts)',
			'#lib/server/',
			'\\$app/',
			'node:'
		],
		types: ['#engine/']
	},
	{
		// Reads, decides, writes what is wanted: never an adapter that changes the world.
		files: ['src/lib/server/**'],
		never: [
			'#worker/',
			'#caddy/',
			'#engine/(?!error\\.ts|spec\\.ts|local-http\\.ts|durable\\.ts|checkout/(git-ref|git-url|sample-url)\\.ts|logs/aside-files\\.ts)',
			'\\$app/',
			'dockerode'
		],
		types: ['#engine/']
	},
	{
		// Deploys one release on one machine: knows no database and no panel.
		files: ['engine/**'],
		never: ['#lib/', '#worker/', '#prisma/', '#env', '\\$app/', 'pg$'],
		types: []
	},
	{
		files: ['caddy/**'],
		never: ['#lib/(?!rules/)', '#worker/', '#prisma/', '\\$app/', 'dockerode', 'pg$'],
		types: []
	},
	{ files: ['prisma/migrate.ts', 'prisma/schema-engine.ts'], never: ['#', '\\$app/'], types: [] },
	{
		files: ['worker/**', 'bin/**', 'e2e/**', 'bench/**'],
		never: ['#lib/components/', '\\$app/', '.*/routes/'],
		types: []
	}
];

const tests = ['**/*.test.ts', '**/testing/**', 'e2e/**', 'bench/**'];

/**
 * @param {(typeof rooms)[number]} room
 * @returns {import('eslint').Linter.Config}
 */
function knowsNot({ files, never, types }) {
	const patterns = never.map((regex) => ({
		regex: `^${regex}`,
		message: 'This room must not know that one: docs/architecture.md.',
		allowTypeImports: types.some((type) => regex.startsWith(type))
	}));
	return {
		files,
		ignores: tests,
		rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] }
	};
}

const syntax = [
	{ selector: 'TSEnumDeclaration', message: 'Node only strips types: no enum.' },
	{ selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
	{ selector: 'ExportAllDeclaration', message: 'No barrel files.' }
];

/** Bundled code lies elsewhere than its source. */
const place = [
	"MemberExpression[object.type='MetaProperty'][property.name=/^(dirname|filename)$/]",
	"NewExpression[callee.name='URL'] MetaProperty"
].map((selector) => ({
	selector,
	message: "Find files beside us with createRequire(import.meta.url).resolve('#…')."
}));

export default defineConfig(
	globalIgnores([
		'build/',
		'examples/',
		'.cache/',
		'.svelte-kit/',
		'node_modules/',
		'prisma/client/',
		'prisma/migrations/',
		'e2e/fixtures/apps/'
	]),
	js.configs.recommended,
	ts.configs.recommended,
	svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.node, ...globals.browser } },
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			'max-lines': ['error', 300],
			'no-restricted-properties': [
				'error',
				{ object: 'process', property: 'env', message: 'Settings are read in src/env.ts.' }
			],
			'no-restricted-syntax': ['error', ...syntax],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }
			]
		}
	},
	{
		files: ['**/*.ts'],
		languageOptions: {
			parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname }
		},
		rules: {
			// TypeScript knows.
			'no-undef': 'off',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
			'@typescript-eslint/await-thenable': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true }
			]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } },
		rules: {
			'no-undef': 'off',
			// The panel is served from the root of its own host.
			'svelte/no-navigation-without-resolve': 'off',
			// Takes the words of a reason for names of warnings; svelte-check finds the unused ones.
			'svelte/no-unused-svelte-ignore': 'off',
			'svelte/no-useless-mustaches': ['error', { ignoreStringEscape: true }],
			// Not every Set is state.
			'svelte/prefer-svelte-reactivity': 'off'
		}
	},
	...rooms.map(knowsNot),
	{
		files: ['src/env.ts', 'bin/**', 'prisma/generate.js', ...tests],
		rules: { 'no-restricted-properties': 'off' }
	},
	{
		files: ['{caddy,engine,prisma,worker}/**/*.ts', 'src/{env.ts,lib/**/*.ts}'],
		ignores: ['prisma/new-migration.ts', ...tests],
		rules: { 'no-restricted-syntax': ['error', ...syntax, ...place] }
	},
	{
		files: ['*.config.{js,ts}', 'src/lib/server/db/testing/postgres.ts'],
		rules: { 'no-restricted-syntax': 'off' }
	},
	prettier,
	svelte.configs.prettier
);
