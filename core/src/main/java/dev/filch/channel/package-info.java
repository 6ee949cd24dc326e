/**
 * Blocking hand-off between threads.
 */
package dev.filch.channel;
