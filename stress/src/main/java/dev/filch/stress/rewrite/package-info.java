/**
 * Loads class files and rewrites their accesses of shared memory, so that a simulation decides their results. The basis
 * of the model checker and of the simulated cores. Start with {@link dev.filch.stress.rewrite.Instrumentation}.
 */
package dev.filch.stress.rewrite;
