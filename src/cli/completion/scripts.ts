// bash breaks words at colons, which ids contain: the words are taken from the line itself, and what stands before the
// last colon is taken off again.
const BASH = `_modelmall() {
  local line="\${COMP_LINE:0:COMP_POINT}" words current before="" item
  IFS=' ' read -r -a words <<< "$line"
  [[ "$line" == *' ' ]] && words+=("")
  current="\${words[\${#words[@]}-1]}"
  [[ "$current" == *:* ]] && before="\${current%"\${current##*:}"}"
  COMPREPLY=()
  while IFS= read -r item; do
    COMPREPLY+=("\${item#"$before"}")
  done < <(modelmall __complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -F _modelmall modelmall
`;

const ZSH = `#compdef modelmall
_modelmall() {
  local -a items
  items=("\${(@f)$(modelmall __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -- $items
}
compdef _modelmall modelmall
`;

const FISH = `complete -c modelmall -f -a '(modelmall __complete -- (commandline -opc)[2..-1] (commandline -ct))'
`;

/** What each shell reads to complete modelmall's words. */
export const COMPLETION_SCRIPTS = { bash: BASH, zsh: ZSH, fish: FISH } as const;
