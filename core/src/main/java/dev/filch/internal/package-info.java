/**
 * What the other floors need in more than one place, and nothing that a user does: spinning ({@code Backoff}), padding
 * ({@code FrontPad}, {@code PaddedWord}), and the one place where threads park and are woken ({@code WaiterList}; read
 * that first); and a mark for races that are meant ({@code Racy}). Not exported. The words for memory orders are those
 * of {@link dev.filch.queue}.
 */
package dev.filch.internal;
