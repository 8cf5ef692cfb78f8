import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { connectDb } from '../client.ts';
import type { Db } from '../client.ts';
import { newId } from '../id.ts';
import { templateName } from './postgres.ts';

async function asAdmin(sql: string): Promise<void> {
	const admin = new pg.Client({ connectionString: inject('postgresUrl') });
	await admin.connect();
	try {
		await admin.query(sql);
	} finally {
		await admin.end();
	}
}

/** A migrated database for this test file alone: cloned before its tests, dropped after them. */
export function testDb(): { readonly db: Db; readonly url: string } {
	const name = `test_${newId()}`;
	let url = '';
	let db: Db | null = null;
	beforeAll(async () => {
		await asAdmin(`create database ${name} template ${templateName} strategy file_copy`);
		url = inject('postgresUrl').replace(/postgres$/, name);
		db = connectDb(url, { connections: 20 });
	});
	afterAll(async () => {
		await db?.$disconnect();
		await asAdmin(`drop database if exists ${name} with (force)`);
	});
	return {
		get db() {
			if (!db) throw new Error('testDb() is ready from beforeAll on');
			return db;
		},
		get url() {
			return url;
		}
	};
}
