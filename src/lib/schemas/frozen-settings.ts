import { z } from 'zod';

/** ARGs of a Dockerfile, key to value. */
export const buildArguments = z.record(z.string(), z.string()).default({});

/** Settings as a deployment and its release keep them (the column `settings`). */
export const frozenSettings = z.object({
	gitUrl: z.string(),
	branch: z.string(),
	build: z.object({
		rootDirectory: z.string(),
		dockerfilePath: z.string().nullable(),
		dockerfileTarget: z.string().nullable().default(null),
		buildArguments,
		installCommand: z.string().nullable(),
		buildCommand: z.string().nullable(),
		startCommand: z.string().nullable(),
		outputDirectory: z.string().nullable()
	}),
	run: z.object({
		port: z.number().nullable(),
		memoryBytes: z.number(),
		cpuMillis: z.number(),
		pidsLimit: z.number(),
		stopGraceSeconds: z.number(),
		stopSignal: z.string().nullable().default(null),
		drainSeconds: z.number().default(30),
		replicas: z.number().default(1),
		stopFirst: z.boolean().default(false),
		releaseCommand: z.string().nullable().default(null),
		watchSeconds: z.number().default(60),
		keepWarmSeconds: z.number().default(300)
	}),
	health: z.object({
		kind: z.enum(['http', 'tcp']),
		path: z.string(),
		deadlineSeconds: z.number()
	})
});
export type FrozenSettings = z.infer<typeof frozenSettings>;

/** Variables as they are sealed beside them (the column `variables_cipher`). */
export const frozenVariables = z.array(
	z.object({
		key: z.string(),
		value: z.string(),
		isSecret: z.boolean(),
		scope: z.enum(['run', 'build', 'both']).default('run'),
		/** Secrets of others that stand inside the value. */
		parts: z.array(z.string()).optional(),
		/** Why a reference in it leads nowhere: then it can not be deployed. */
		problem: z.string().optional()
	})
);
export type FrozenVariables = z.infer<typeof frozenVariables>;
