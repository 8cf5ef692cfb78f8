import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { globSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

const sources = globSync('{src,engine,caddy,worker,bin,prisma,cli,agent}/**/*.{ts,js,svelte}', {
	cwd: root,
	exclude: ['prisma/client/**', '**/*.test.ts', '**/testing/**']
});

/**
 * The one place that may name a shell: a start command that a person typed runs in the app's own
 * container, whose image decides what it means. Nothing of it runs on the machine. (A terminal starts
 * the shell that it finds in an app's container: engine/terminal.)
 */
const allowed: Record<string, string[]> = { 'engine/detect/start-command.ts': ['/bin/sh -c'] };

const shells = new Set(['sh', 'bash', 'dash', 'zsh', '/bin/sh', '/bin/bash', '/usr/bin/sh', 'su']);

/** What of child_process, and which words, would bring a shell into play. */
function shellsIn(path: string, text: string): string[] {
	const found: string[] = [];
	const code = path.endsWith('.svelte')
		? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, body]) => body).join('\n')
		: text;
	const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);

	function visit(node: ts.Node) {
		if (ts.isImportDeclaration(node) && /^(node:)?child_process$/.test(moduleOf(node))) {
			const names = node.importClause?.namedBindings;
			const imported =
				names && ts.isNamedImports(names)
					? names.elements.map((each) => (each.propertyName ?? each.name).text)
					: ['*'];
			found.push(...imported.filter((name) => ['exec', 'execSync', '*'].includes(name)));
		}
		if (ts.isPropertyAssignment(node) && node.name.getText(file) === 'shell') {
			if (node.initializer.kind !== ts.SyntaxKind.FalseKeyword) found.push('shell: …');
		}
		if (ts.isArrayLiteralExpression(node)) {
			const [first, second] = node.elements;
			if (isShell(first) && second && ts.isStringLiteralLike(second)) {
				if (/^-\w*c/.test(second.text)) found.push(`${first.text} ${second.text}`);
			}
		}
		// spawn('sh', …) and the like
		if (ts.isCallExpression(node) && /^(spawn|exec|run|mustRun)/.test(calleeOf(node, file))) {
			const [first] = node.arguments;
			if (isShell(first)) found.push(`${calleeOf(node, file)}('${first.text}')`);
		}
		ts.forEachChild(node, visit);
	}
	visit(file);
	return found;
}

const moduleOf = (node: ts.ImportDeclaration) =>
	ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : '';

const calleeOf = (node: ts.CallExpression, file: ts.SourceFile) => node.expression.getText(file);

function isShell(node: ts.Node | undefined): node is ts.StringLiteralLike {
	return node !== undefined && ts.isStringLiteralLike(node) && shells.has(node.text);
}

describe('the gate', () => {
	test.each([
		["import { exec } from 'node:child_process';", 'exec'],
		["import { execSync as run } from 'child_process';", 'execSync'],
		["import * as cp from 'node:child_process';", '*'],
		["spawn('git', ['log'], { shell: true });", 'shell: …'],
		["spawn('git', [], { shell: flag });", 'shell: …'],
		["const words = ['sh', '-c', text];", 'sh -c'],
		["const words = ['/bin/bash', '-ec', text];", '/bin/bash -ec'],
		["spawn('su', ['-', 'user']);", "spawn('su')"]
	])('stops %s', (code, what) => {
		expect(shellsIn('sample.ts', code)).toContain(what);
	});

	test('lets argument arrays pass', () => {
		const code =
			"import { spawn, execFile } from 'node:child_process'; spawn('git', ['-c', 'a=b']);";
		expect(shellsIn('sample.ts', code)).toEqual([]);
	});
});

test('no code path runs a shell', async () => {
	expect(sources.length).toBeGreaterThan(100);
	const offenders: Record<string, string[]> = {};
	for (const path of sources) {
		const found = shellsIn(path, await readFile(resolve(root, path), 'utf8'));
		if (found.length > 0) offenders[path] = found;
	}
	expect(offenders).toEqual(allowed);
});
