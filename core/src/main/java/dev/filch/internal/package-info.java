/**
 * Shared internals that users do not need: the list on which threads park ({@code WaiterList}; read that first),
 * spinning ({@code Backoff}), padding ({@code FrontPad}, {@code PaddedWord}), and a marker for intended races
 * ({@code Racy}). Not exported. The terms for memory orders are those of {@link dev.filch.queue}.
 */
package dev.filch.internal;
