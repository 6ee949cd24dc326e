/**
 * Shared internals: the stack on which threads of pools park ({@code WaiterList}; read that first), the FIFO queue on
 * which threads of channels park ({@code WaiterQueue}), what a thread does before it blocks ({@code Compensator}),
 * backing off ({@code Backoff}), padding ({@code FrontPad}, {@code PaddedWord}), and a marker for intended races
 * ({@code Racy}). Not exported. The glossary of memory orders is at {@link dev.filch.queue}.
 */
package dev.filch.internal;
