# Bash completion for filon.

_filon_files() { # files with one of these endings, and folders
    local pattern=$1
    mapfile -t COMPREPLY < <(compgen -f -X "!$pattern" -- "$cur"; compgen -d -S / -- "$cur")
    [[ ${COMPREPLY[0]-} == */ ]] && compopt -o nospace
}

_filon() {
    local cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        mapfile -t COMPREPLY < <(compgen -W 'run check annotate status quarantine plugins compile-gazetteer train eval --help --version' -- "$cur")
        return
    fi
    [[ $cur == = ]] && cur=
    [[ $previous == = ]] && previous=${COMP_WORDS[COMP_CWORD - 2]}
    case $previous in
    --job)
        _filon_files '*.y?(a)ml'
        return ;;
    --format)
        mapfile -t COMPREPLY < <(compgen -W 'pretty json jsonl conllu' -- "$cur")
        return ;;
    --fold)
        mapfile -t COMPREPLY < <(compgen -W 'none accent case all' -- "$cur")
        return ;;
    --out)
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        return ;;
    --color)
        mapfile -t COMPREPLY < <(compgen -W 'always never auto' -- "$cur")
        return ;;
    --data | --dev)
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        return ;;
    --out | --model)
        _filon_files '*.model'
        return ;;
    --set)
        mapfile -t COMPREPLY < <(compgen -S . -W "$(filon plugins 2>/dev/null | cut -d' ' -f1)" -- "$cur")
        compopt -o nospace
        return ;;
    esac
    if [[ $cur == -* ]]; then
        local options='--verbose --quiet --help --version'
        case $command in
        run) options+=' --set= --again --workers= --time --wait' ;;
        check) options+=' --print --set=' ;;
        status) options+=' --pending' ;;
        quarantine) options+=' --all' ;;
        compile-gazetteer) options+=' --out= --fold=' ;;
        train) options+=' --data= --dev= --out= --language= --before= --note= --seed= --threads= --resume --set=' ;;
        eval) options+=' --data= --model= --errors --language= --before= --set=' ;;
        annotate) options+=' --job= --format= --color= --why --set= --time --workers=' ;;
        esac
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
        [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace
        return
    fi
    case $command in
    quarantine)
        if ((COMP_CWORD == 2)); then
            _filon_files '*.y?(a)ml'
        elif ((COMP_CWORD == 3)); then
            mapfile -t COMPREPLY < <(compgen -W 'list show retry forget' -- "$cur")
        fi ;;
    run | check | status) _filon_files '*.y?(a)ml' ;;
    compile-gazetteer) _filon_files '*.@(tsv|y?(a)ml)' ;;
    annotate) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
    train | eval | plugins) mapfile -t COMPREPLY < <(compgen -W "$(filon plugins 2>/dev/null | cut -d' ' -f1)" -- "$cur") ;;
    esac
}

complete -o filenames -F _filon filon
