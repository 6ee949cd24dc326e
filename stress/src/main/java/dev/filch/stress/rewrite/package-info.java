/**
 * Loads class files with their accesses of shared memory rewritten, so that a simulation decides what they do: the
 * model checker and the simulated cores stand on this. Read {@link dev.filch.stress.rewrite.Instrumentation} first.
 */
package dev.filch.stress.rewrite;
