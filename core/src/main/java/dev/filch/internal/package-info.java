/**
 * Shared internals: the list on which threads park ({@code WaiterList}; read that first), what a thread does before it
 * blocks ({@code Compensator}), backing off ({@code Backoff}), padding ({@code FrontPad}, {@code PaddedWord}), and a
 * marker for intended races ({@code Racy}). Not exported. The glossary of memory orders is at {@link dev.filch.queue}.
 */
package dev.filch.internal;
