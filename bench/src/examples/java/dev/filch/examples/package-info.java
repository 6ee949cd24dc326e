/**
 * Programs that show how to use Filch, one to a class. Each has a {@code main} method to run and a test that checks
 * what it does; {@code bench/docs/EXAMPLES.md} lists them with the commands that run them.
 */
package dev.filch.examples;
